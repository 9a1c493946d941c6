//! What a person does. Each command checks the rules, then writes state and outbox in one commit.

mod export;
mod files;
pub(crate) mod import;
mod join;
pub(crate) mod log;
mod mentor;
mod plan;
mod profiles;
mod programme;
mod refused;
pub(crate) mod report;
mod talk;

use qadam_domain::OpId;
use qadam_door::Command;
use qadam_door::command::Outcome;
use qadam_platform::Platform;
use qadam_protocol::Payload;
use qadam_storage::open::commit;
use qadam_storage::outbox;

use crate::fault::Try;
use crate::phone::Phone;
use crate::profile::{Open, Writer};

/// Runs a command. The answer is given after the commit.
pub fn run<P: Platform>(phone: &mut Phone<P>, op_id: Option<OpId>, command: Command) -> Try<Outcome> {
    // The same action twice is one.
    if let (Some(op), Some(o)) = (op_id, &phone.open)
        && outbox::known(&o.conn, op)?
    {
        return Ok(Outcome::Saved);
    }
    let op = phone.op(op_id);
    match command {
        Command::Settings { language, theme } => profiles::settings(phone, language, theme),
        Command::ProfileCreate { name } => profiles::create(phone, op, &name),
        Command::ProfileRename { name } => profiles::rename(phone, op, &name),
        Command::PinSet { current, new } => profiles::pin_set(phone, current, new),
        Command::ProfileOpen { profile, pin } => profiles::open(phone, profile, pin),
        Command::ProfileLock => profiles::lock(phone),
        Command::ProfileErase => profiles::erase(phone),
        // The port of the browser acts on it before it gets here; elsewhere there are no tabs.
        Command::TakeOver => Ok(Outcome::Saved),
        Command::TextSize { percent } => profiles::setting(phone, "text_size", &percent.to_string()),
        Command::PhoneErase => profiles::erase_phone(phone),
        Command::Export => export::export(phone),
        Command::Import { text } => import::import(phone, &text),
        Command::FileSave { name, text } => files::save(phone, &name, &text),
        Command::NoticeSeen { id } => profiles::notice_seen(phone, id),
        Command::Enrol { level, birth } => plan::enrol(phone, op, level, birth),
        Command::ProgrammePick { id } => programme::pick(phone, &id),
        Command::AwardsSet { levels } => programme::awards(phone, op, levels),
        Command::PackMove { version } => programme::moved(phone, op, &version),
        Command::PlanSet { plan } => plan::set(phone, op, plan),
        Command::RemindersSet { on } => plan::remind(phone, on),
        Command::Log { draft } => log::log(phone, op, draft),
        Command::EntryRemove { entry } => log::remove(phone, op, entry),
        Command::EntryRestore { entry } => log::restore(phone, op, entry),
        Command::EntryRevert { entry, revision } => log::revert(phone, op, entry, revision),
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
        Command::SyncNow => {
            phone.opened_mut()?.machine.wake();
            Ok(Outcome::Saved)
        }
        Command::OpRetry { op } => refused::retry(phone, op),
        Command::OpDiscard { op } => refused::discard(phone, op),
        Command::OpRestore { op } => refused::restore(phone, op),
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
