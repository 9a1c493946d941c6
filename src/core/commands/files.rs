//! Files that a person takes out of the app.

use qadam_door::Fault;
use qadam_door::command::Outcome;
use qadam_platform::Platform;

use crate::fault::Try;
use crate::phone::Phone;

pub fn save<P: Platform>(phone: &Phone<P>, name: &str, text: &str) -> Try<Outcome> {
    match phone.platform.save_file(name, text.as_bytes()) {
        Ok(path) => Ok(Outcome::FileSaved { path }),
        Err(cause) => {
            tracing::error!(%cause, "a file for the person");
            Err(Fault::FileNotSaved.into())
        }
    }
}
