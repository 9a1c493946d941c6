//! What a person does. Each command checks the rules, then writes state and outbox in one commit.

mod export;
mod files;
pub(crate) mod import;
mod join;
pub(crate) mod log;
mod mentor;
pub(crate) mod photo;
mod plan;
mod profiles;
mod programme;
mod refused;
pub(crate) mod report;
mod talk;

use qadam_domain::OpId;
use qadam_door::command::Outcome;
use qadam_door::{Command, Fault};
use qadam_platform::Platform;
use qadam_protocol::Payload;
use qadam_storage::open::commit;
use qadam_storage::{outbox, photos};

use crate::fault::{Trouble, Try};
use crate::phone::Phone;
use crate::profile::{Open, Writer};

/// Runs what a start and the first entries need; the answer is given after the commit. Anything else comes
/// back, for [`rare`].
pub fn run<P: Platform>(phone: &mut Phone<P>, op_id: Option<OpId>, command: Command) -> Ran {
    // The same action twice is one.
    if let (Some(op), Some(o)) = (op_id, &phone.open) {
        match outbox::known(&o.conn, op) {
            Ok(true) => return Ran::Now(Ok(Outcome::Saved)),
            Ok(false) => {}
            Err(e) => return Ran::Now(Err(e.into())),
        }
    }
    let op = phone.op(op_id);
    Ran::Now(match command {
        Command::Settings { language, theme } => profiles::settings(phone, language, theme),
        Command::ProfileCreate { name } => profiles::create(phone, op, &name),
        // The port of the browser acts on it before it gets here; elsewhere there are no tabs.
        Command::TakeOver => Ok(Outcome::Saved),
        Command::TextSize { percent } => profiles::setting(phone, "text_size", &percent.to_string()),
        Command::NoticeSeen { id } => profiles::notice_seen(phone, id),
        Command::Enrol { level, birth } => plan::enrol(phone, op, level, birth),
        Command::ProgrammePick { id } => programme::pick(phone, &id),
        Command::AwardsSet { levels } => programme::awards(phone, op, levels),
        Command::Log { draft } if draft.id.is_none() => log::log(phone, op, draft),
        Command::EntryRemove { entry } => log::remove(phone, op, entry),
        Command::EntryRestore { entry } => log::restore(phone, op, entry),
        Command::ClockRight => log::clock_is_right(phone),
        Command::SyncNow => phone.opened_mut().map_err(Trouble::from).and_then(|o| {
            o.machine.wake();
            change(o, |tx| Ok(photos::offer(tx, false)?))?;
            Ok(Outcome::Saved)
        }),
        command => return Ran::Rare(op, command),
    })
}

/// What became of a command.
pub enum Ran {
    /// It was run.
    Now(Try<Outcome>),
    /// [`rare`] runs it, under this id.
    Rare(OpId, Command),
}

/// Runs everything else (see [`crate::late`]).
pub fn rare<P: Platform>(phone: &mut Phone<P>, op: OpId, command: Command) -> Try<Outcome> {
    match command {
        Command::ProfileRename { name } => profiles::rename(phone, op, &name),
        Command::PinSet { current, new } => profiles::pin_set(phone, current, new),
        Command::ProfileOpen { profile, pin } => profiles::open(phone, profile, pin),
        Command::ProfileLock => profiles::lock(phone),
        Command::ProfileErase => profiles::erase(phone),
        Command::PhoneErase => profiles::erase_phone(phone),
        Command::Export => export::export(phone),
        Command::Import { text } => import::import(phone, &text),
        Command::FileSave { name, text } => files::save(phone, &name, &text),
        Command::PackMove { version } => programme::moved(phone, op, &version),
        Command::PlanSet { plan } => plan::set(phone, op, plan),
        Command::RemindersSet { on } => plan::remind(phone, on),
        Command::Log { draft } => log::change(phone, op, draft),
        Command::EntryRevert { entry, revision } => log::revert(phone, op, entry, revision),
        Command::EntryKeep { entry } => log::keep(phone, entry),
        Command::ReportSubmit { report, entries, message } => {
            report::submit(phone, op, report, &entries, message)
        }
        Command::ReportDraft { report, draft } => report::keep(phone, report, &draft),
        Command::Join { code } => join::join(phone, &code),
        Command::JoinDrop => join::drop_refused(phone),
        Command::RecoverySeen => join::recovery_seen(phone),
        Command::SignIn { code } => join::sign_in(phone, &code),
        Command::Devices { end } => join::devices(phone, end),
        Command::ChatSend { with, id, text } => talk::send(phone, op, with, id, &text),
        Command::ChatRead { with, up_to } => talk::read(phone, op, with, up_to),
        Command::JoinerAnswer { participant, accept } => mentor::answer(phone, op, participant, accept),
        Command::ConsentAttest { participant, guardian, dated } => {
            mentor::consent(phone, op, participant, guardian, dated)
        }
        Command::ReportOpened { participant, report, number } => {
            mentor::opened(phone, op, participant, report, number)
        }
        Command::ReportDecide { participant, report, number, items, message } => {
            mentor::decide(phone, op, participant, report, number, items, message)
        }
        Command::PlanDecide { participant, revision, approved, message } => {
            plan::decide(phone, op, participant, revision, approved, &message)
        }
        Command::InviteMake => mentor::invite(phone),
        Command::HandedSeen => mentor::handed_seen(phone),
        Command::OpRetry { op } => refused::retry(phone, op),
        Command::OpDiscard { op } => refused::discard(phone, op),
        Command::OpRestore { op } => refused::restore(phone, op),
        // `run` does these.
        Command::Settings { .. }
        | Command::ProfileCreate { .. }
        | Command::TakeOver
        | Command::TextSize { .. }
        | Command::NoticeSeen { .. }
        | Command::Enrol { .. }
        | Command::ProgrammePick { .. }
        | Command::AwardsSet { .. }
        | Command::ClockRight
        | Command::EntryRemove { .. }
        | Command::EntryRestore { .. }
        // The actor does it: it takes a while.
        | Command::PhotoAdd { .. }
        | Command::SyncNow => Err(Fault::Protocol.into()),
    }
}

/// One commit in the open profile's file.
fn change<T>(opened: &mut Open, work: impl FnOnce(&qadam_storage::Transaction<'_>) -> Try<T>) -> Try<T> {
    let out = commit(&mut opened.conn, work)?;
    opened.generation += 1;
    Ok(out)
}

/// One action of the open profile: an op and its effect in one commit; then the line may send.
fn act<P: Platform>(
    phone: &mut Phone<P>,
    op: OpId,
    scope: qadam_domain::AccountId,
    base: Option<OpId>,
    payload: Payload,
) -> Try<()> {
    act_and(phone, |w| {
        w.put(op, scope, base, payload)?;
        Ok(())
    })
}

/// The same with more than one write in the commit.
fn act_and<P: Platform>(phone: &mut Phone<P>, work: impl FnOnce(&Writer<'_>) -> Try<()>) -> Try<()> {
    let now = phone.now();
    let opened = phone.opened_mut()?;
    let who = opened.account()?;
    change(opened, |tx| work(&Writer { tx, who, now }))?;
    opened.machine.wrote();
    Ok(())
}
