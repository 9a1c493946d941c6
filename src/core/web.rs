//! The browser's port: the same wasm runs twice, once in the page with the user interface, once in a
//! worker with the core. `boot.js` and `worker.js` carry bytes between the two.

use std::ffi::c_void;
use std::rc::Rc;

use futures_channel::mpsc;
use futures_util::{StreamExt, join};
use qadam_domain::pack::Packs;
use qadam_door::{Command, Door, Event, Frame, FromCore, ToCore, door, frame};
use qadam_platform::port;
use qadam_platform::web::Web;
use wasm_bindgen_futures::spawn_local;

use crate::late::{Done, Job};
use crate::phone::Phone;
use crate::{Part, serve_apart};

/// Runs the core in the worker. Called once, by `main`.
pub fn serve() {
    let (tx, frames) = mpsc::unbounded();
    let parts = tx.clone();
    // Frames that come while the files are being opened wait in the channel.
    port::on_frame(move |frame| drop(tx.unbounded_send(frame)));
    port::on_part(move |here| {
        if let Ok(frame) = frame::write(&ToCore::Part { here }) {
            drop(parts.unbounded_send(frame));
        }
    });
    spawn_local(async move {
        match Web::open().await {
            Ok(platform) => {
                let (out, mut sent) = mpsc::unbounded::<Frame>();
                let late = (over_the_cut as crate::late::Work<Web>, Part::Coming);
                let core = serve_apart(Rc::new(platform), Packs::shipped(), frames, out, late);
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

// ---- the line along which the program is cut -------------------------------------------------------------
// tools/web-build.sh has `wasm-split-cli` move what is reached through `…_export_…` alone to a file of its
// own, which `worker.js` joins to the running program. It knows the two functions by these names.

/// What goes over and what comes back.
struct Passage<'a> {
    phone: &'a mut Phone<Web>,
    job: Option<Job>,
    done: Option<Done>,
}

#[allow(unsafe_code)] // a pointer is all that the splitter lets over
#[link(wasm_import_module = "apart")]
unsafe extern "C" {
    fn __wasm_split_00___rare___00_import_1_work(passage: *mut c_void);
}

/// [`crate::late::work`], which only a joined part may call.
#[allow(unsafe_code)]
fn over_the_cut(phone: &mut Phone<Web>, job: Job) -> Done {
    let mut passage = Passage { phone, job: Some(job), done: None };
    // SAFETY: the other side is the function below. Nothing else has the pointer, and it is used up when the
    // call is over.
    unsafe { __wasm_split_00___rare___00_import_1_work((&raw mut passage).cast()) };
    passage.done.unwrap_or(Done::Changed(false))
}

#[allow(unsafe_code)] // the splitter must find it by its name; nobody else has this one
#[unsafe(no_mangle)]
extern "C" fn __wasm_split_00___rare___00_export_1_work(passage: *mut c_void) {
    // SAFETY: called by `over_the_cut` alone, on this thread, with its own `Passage`.
    let passage = unsafe { &mut *passage.cast::<Passage<'_>>() };
    if let Some(job) = passage.job.take() {
        passage.done = Some(crate::late::work(passage.phone, job));
    }
}
