//! The native port: the core on a thread of its own, frames over channels.

use std::rc::Rc;
use std::thread;

use futures_channel::mpsc;
use futures_util::{StreamExt, join};
use qadam_domain::pack::Packs;
use qadam_door::frame::FromCore;
use qadam_door::{Door, Event, door};
use qadam_platform::FileError;
use qadam_platform::native::Native;

/// A door with nobody behind it, which says why.
pub fn without(cause: &FileError) -> Door {
    let (door, end) = door();
    let event = if cause.is_held() { Event::OtherWindow } else { Event::Failed };
    end.deliver().frame(FromCore::Event { event });
    door
}

/// Starts the core and gives the door to it.
///
/// # Errors
/// When the folder for data cannot be made or written.
pub fn start() -> Result<Door, FileError> {
    let platform = Native::new()?;
    let (door, end) = door();
    let deliver = end.deliver();
    let gone = end.deliver();
    let spawned = thread::Builder::new().name("qadam-core".into()).spawn(move || {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(r) => r,
            Err(e) => {
                tracing::error!(cause = %e, "no runtime for the core");
                gone.gone();
                return;
            }
        };
        let (out, mut frames) = mpsc::unbounded();
        let core = crate::serve(Rc::new(platform), Packs::shipped(), end.frames, out);
        let pump = async {
            while let Some(frame) = frames.next().await {
                deliver.bytes(&frame);
            }
        };
        runtime.block_on(async { join!(core, pump) });
        gone.gone();
    });
    spawned.map(|_| door).map_err(|e| FileError {
        action: "start",
        name: "qadam-core".into(),
        cause: e.to_string(),
    })
}
