//! Commands that do one thing and end.

use qadam_domain::code::{Code, CodeKind};
use qadam_domain::{AccountId, Clock};
use std::path::Path;

use super::{Data, Failure};
use crate::clock::{SystemClock, SystemEntropy};
use crate::demo;
use crate::rules::name_is_fine;
use crate::secret;
use crate::store::sqlite::{self, FILE, KEYS};
use crate::store::{Account, Store};

/// How long a code that an operator hands out lives: 7 days.
const CODE_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

pub(super) async fn demo(data: &Data) -> Result<(), Failure> {
    let store = data.open().await?;
    let filled = demo::fill(store.as_ref(), &SystemClock, &SystemEntropy).await?;
    say!(
        "{}",
        if filled { "Filled with the demo cohort." } else { "There are accounts already: left as it is." }
    );
    print_demo(store.as_ref()).await?;
    Ok(store.close().await?)
}

/// Prints fresh ways into the demo.
pub(super) async fn print_demo(store: &dyn Store) -> Result<(), Failure> {
    match demo::ways_in(store, &SystemClock, &SystemEntropy).await? {
        Some(ways) => {
            say!("");
            say!(
                "  Sign in as the mentor, {:<22} {}",
                format!("{}:", ways.mentor.0),
                ways.mentor.1.grouped()
            );
            say!(
                "  Sign in as a participant, {:<19} {}",
                format!("{}:", ways.participant.0),
                ways.participant.1.grouped()
            );
            say!("  Join as somebody new, with the code:         {}", ways.joining.grouped());
            say!("");
            say!("  The sign-in codes work once and for 7 days; the next start prints new ones.");
        }
        None => say!("This database has no demo cohort, so there are no demo codes."),
    }
    Ok(())
}

pub(super) fn backup(file: &Path, data: &Data) -> Result<(), Failure> {
    if data.postgres().is_some() {
        return Err(Failure::Plain(
            "PostgreSQL has backups of its own (pg_dump, or a base backup with its log); docs/postgres.md \
             says what to do after restoring one"
                .into(),
        ));
    }
    let from = data.folder.join(FILE);
    if !from.is_file() {
        return Err(Failure::Plain(format!("there is no database at {}", from.display())));
    }
    let done = sqlite::backup(&from, file, &SystemEntropy)?;
    say!(
        "{}: {} bytes, {} accounts, {} records; checked.",
        file.display(),
        done.bytes,
        done.accounts,
        done.records
    );
    say!(
        "The keys are beside it, in {}: keep one copy of them, the newest.",
        file.with_file_name(KEYS).display()
    );
    say!("To restore it: qadam-server restore --from {} --data NEWDIR", file.display());
    Ok(())
}

pub(super) async fn add_mentor(name: &str, data: &Data) -> Result<(), Failure> {
    let name = name.trim();
    if !name_is_fine(name) {
        return Err(Failure::Plain("a name needs 1 to 80 characters on one line".into()));
    }
    let store = data.open().await?;
    let id = AccountId::new(&SystemClock, &SystemEntropy);
    store.add_mentor(id, name.to_owned(), SystemClock.now()).await?;
    print_code(store.as_ref(), id, name).await?;
    Ok(store.close().await?)
}

pub(super) async fn list_mentors(data: &Data) -> Result<(), Failure> {
    let store = data.open().await?;
    for m in store.mentors().await? {
        say!("{}  {}", m.id, m.name);
    }
    Ok(store.close().await?)
}

pub(super) async fn mentor_code(mentor: &str, data: &Data) -> Result<(), Failure> {
    let store = data.open().await?;
    let m = find(store.as_ref(), mentor).await?;
    print_code(store.as_ref(), m.id, &m.name).await?;
    Ok(store.close().await?)
}

pub(super) async fn invite(mentor: &str, data: &Data) -> Result<(), Failure> {
    let store = data.open().await?;
    let m = find(store.as_ref(), mentor).await?;
    let code = Code::new(CodeKind::Joining, &SystemEntropy);
    let made = store.invite(m.id, hash(&code)?, SystemClock.now()).await?;
    let reply = made.map_err(|_| Failure::Plain(format!("{} has too many joining codes alive", m.name)))?;
    say!("Joining code of {}: {}", m.name, code.grouped());
    say!("For up to {} people, until {}.", reply.uses_left, reply.expires_at.date_at(0));
    Ok(store.close().await?)
}

pub(super) async fn find(store: &dyn Store, mentor: &str) -> Result<Account, Failure> {
    let mut found: Vec<Account> = store.mentors().await?;
    found.retain(|m| m.name == mentor.trim() || m.id.to_string() == mentor.trim());
    match (found.pop(), found.is_empty()) {
        (Some(m), true) => Ok(m),
        (Some(_), false) => Err(Failure::Plain(format!("several mentors are called {mentor}; give the id"))),
        (None, _) => Err(Failure::Plain(format!("no mentor is called {mentor}; `mentor list` shows them"))),
    }
}

async fn print_code(store: &dyn Store, account: AccountId, name: &str) -> Result<(), Failure> {
    let code = Code::new(CodeKind::SignIn, &SystemEntropy);
    let now = SystemClock.now();
    let done = store.issue_sign_in(account, hash(&code)?, now.plus(CODE_MS), now).await?;
    done.map_err(|_| Failure::Plain("the account is gone".into()))?;
    say!("Sign-in code of {name}, good once and for 7 days: {}", code.grouped());
    Ok(())
}

fn hash(code: &Code) -> Result<secret::Hashed, Failure> {
    secret::code(code).map(|(h, _)| h).ok_or_else(|| Failure::Plain("a code could not be made".into()))
}
