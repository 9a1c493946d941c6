//! Everything of the open profile as a file.

use qadam_door::command::Outcome;
use qadam_platform::Platform;
use qadam_protocol::SCHEMA;
use qadam_storage::export::{self, FORMAT, FORMAT_VERSION, Head};
use qadam_storage::{device, open};

use crate::fault::Try;
use crate::phone::Phone;
use crate::views::REMIND;

/// Settings of the phone that go along, and come back on a phone that nobody else uses.
pub const SETTINGS: [&str; 3] = ["language", "theme", "text_size"];

/// A participant's own data. A mentor's file is other people's: theirs to take along.
pub fn export<P: Platform>(phone: &Phone<P>) -> Try<Outcome> {
    let opened = phone.opened()?;
    let account = opened.participant()?;
    let mut settings = Vec::new();
    for key in SETTINGS {
        settings.extend(device::setting(&phone.device, key)?.map(|value| (key.to_owned(), value)));
    }
    if open::fact(&opened.conn, REMIND)?.is_some() {
        settings.push((REMIND.to_owned(), "on".to_owned()));
    }
    let name = opened.profile.name.clone();
    let head = Head {
        format: FORMAT.to_owned(),
        format_version: FORMAT_VERSION,
        app: env!("CARGO_PKG_VERSION").to_owned(),
        schema: SCHEMA,
        made_at: phone.now(),
        pack: (phone.pack.id.clone(), phone.pack.version.clone()),
        account,
        name: name.clone(),
        settings,
    };
    let text = export::write(&opened.conn, &head)?;
    let who: Vec<&str> = name.split_whitespace().collect();
    let name = format!("qadam-export-{}-{}.json", who.join("-"), phone.platform.today());
    Ok(Outcome::File { name, kind: "application/json".to_owned(), text })
}
