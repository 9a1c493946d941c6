//! The browser's port: the same wasm runs twice, once in the page with the user interface, once in a
//! worker with the core. `boot.js` and `worker.js` carry bytes between the two.

use std::rc::Rc;

use futures_channel::mpsc;
use futures_util::{StreamExt, join};
use qadam_domain::pack::Packs;
use qadam_door::{Command, Door, Event, Frame, FromCore, ToCore, door, frame};
use qadam_platform::port;
use qadam_platform::web::Web;
use wasm_bindgen_futures::spawn_local;

/// Runs the core in the worker. Called once, by `main`.
pub fn serve() {
    let (tx, frames) = mpsc::unbounded();
    // Frames that come while the files are being opened wait in the channel.
    port::on_frame(move |frame| drop(tx.unbounded_send(frame)));
    spawn_local(async move {
        match Web::open().await {
            Ok(platform) => {
                let (out, mut sent) = mpsc::unbounded::<Frame>();
                let core = crate::serve(Rc::new(platform), Packs::shipped(), frames, out);
                let pump = async {
                    while let Some(frame) = sent.next().await {
                        port::send(&frame);
                    }
                };
                join!(core, pump);
            }
            Err(e) => {
                tracing::error!(cause = %e, "the worker has no files");
                tell(Event::Failed);
            }
        }
    });
}

fn tell(event: Event) {
    if let Ok(frame) = frame::write(&FromCore::Event { event }) {
        port::send(&frame);
    }
}

/// Gives the page's door. Called once, by `main`.
pub fn connect() -> Door {
    let (door, mut end) = door();
    let deliver = end.deliver();
    port::on_frame(move |frame| deliver.bytes(&frame));

    let deliver = end.deliver();
    port::on_status(move |status| {
        let event = match status.as_str() {
            "busy" => Event::Elsewhere,
            "moved" => Event::MovedAway,
            // The core says itself when it is ready.
            "ready" => return,
            _ => Event::Failed,
        };
        deliver.frame(FromCore::Event { event });
    });

    let network = door.clone();
    port::on_online(move |on| network.online(on));
    if !port::is_online() {
        door.online(false);
    }
    let seen = door.clone();
    port::on_visible(move |on| seen.foreground(on));

    let mut events = door.events();
    spawn_local(async move {
        while let Some(event) = events.next().await {
            if event == Event::AskPersist {
                port::persist();
            }
        }
    });

    spawn_local(async move {
        while let Some(frame) = end.frames.next().await {
            // The core of another tab cannot be asked by a frame: the scripts do it.
            let take_over = matches!(frame::read(&frame), Ok(ToCore::Run { command: Command::TakeOver, .. }));
            if take_over {
                port::take_over();
            } else {
                port::send(&frame);
            }
        }
    });
    door
}
