//! The open profile: its file, its sync machine and what is kept of its progress.

use std::cell::{Ref, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use chrono::NaiveDate;
use qadam_domain::progress::{Input, Progress, progress};
use qadam_domain::{AccountId, Enrolment, Entry, EntryId, Millis, OpId, Pack, PhotoId, Plan, ReportId};
use qadam_door::Fault;
use qadam_protocol::{Op, Payload, SCHEMA};
use qadam_storage::device::Profile;
use qadam_storage::held::Held;
use qadam_storage::reports::Span;
use qadam_storage::{Connection, StoreResult, Transaction, entries, open, outbox, people, reports, write};
use qadam_sync::{Machine, Who};

use crate::fault::Try;

/// An open profile.
pub struct Open {
    /// Who.
    pub profile: Profile,
    /// Its file.
    pub conn: Connection,
    /// Its line to the server.
    pub machine: Machine,
    /// Rises with every change of the file; what is remembered below is good for one value of it.
    pub generation: u64,
    /// Pictures that somebody looks at and that are not here: the line fetches them.
    pub wanted: RefCell<Vec<(AccountId, PhotoId)>>,
    remembered: RefCell<Remembered>,
    held: RefCell<Option<(u64, Held)>>,
}

/// Change of the file, day, and rules (id and version): what may change a progress.
type Key = (u64, NaiveDate, String, String);

#[derive(Default)]
struct Remembered {
    own: Option<(Key, Option<Rc<Standing>>)>,
    percent: HashMap<AccountId, (i64, u64, NaiveDate, u8)>,
    spans: HashMap<(ReportId, u32), Span>,
}

/// Somebody's progress with what it was made from.
#[derive(Debug)]
pub struct Standing {
    /// Level and start.
    pub enrolment: Enrolment,
    /// The plan.
    pub plan: Plan,
    /// The engine's word.
    pub progress: Progress,
    /// Reports on their way or with the mentor.
    pub open_reports: u32,
}

impl Standing {
    /// What the rule wants of each week in a track, where it counts by weeks.
    pub fn weekly_min(&self, pack: &Pack, track: &str) -> Option<u32> {
        let (days, min) = pack.level(&self.enrolment.level)?.window_rule(track)?;
        (days == 7).then_some(min)
    }
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Open({:?})", self.profile)
    }
}

impl Open {
    /// An open profile over an open file.
    pub fn new(profile: Profile, conn: Connection) -> Self {
        Self {
            profile,
            conn,
            machine: Machine::default(),
            generation: 0,
            wanted: RefCell::default(),
            remembered: RefCell::default(),
            held: RefCell::default(),
        }
    }

    /// On whose behalf to sync.
    pub fn who(&self) -> Who {
        Who { account: self.profile.account, mentor: self.profile.mentor }
    }

    /// The account. Missing only while a sign-in is under way.
    pub fn account(&self) -> Result<AccountId, Fault> {
        self.profile.account.ok_or(Fault::NotForThisRole)
    }

    /// The account of a participant.
    pub fn participant(&self) -> Result<AccountId, Fault> {
        if self.profile.mentor { Err(Fault::NotForThisRole) } else { self.account() }
    }

    /// The account of a mentor.
    pub fn mentor(&self) -> Result<AccountId, Fault> {
        if self.profile.mentor { self.account() } else { Err(Fault::NotForThisRole) }
    }

    /// The server knows this participant, and this phone has no session with it: their data came out of
    /// an export. A sign-in with the recovery code makes one.
    pub fn session_lost(&self) -> Try<bool> {
        let (Some(account), false) = (self.profile.account, self.profile.mentor) else { return Ok(false) };
        Ok(!qadam_sync::machine::is_joined(&self.conn)? && people::member(&self.conn, account)?.is_some())
    }

    /// One's own, or the participant's that a mentor names.
    pub fn scope(&self, with: Option<AccountId>) -> Result<AccountId, Fault> {
        match with {
            None => self.participant(),
            Some(a) if self.profile.mentor || Some(a) == self.profile.account => Ok(a),
            Some(_) => Err(Fault::NotForThisRole),
        }
    }

    /// One's own progress; none before a level is chosen. Computed once for each change and day.
    pub fn standing(&self, pack: &Pack, today: NaiveDate) -> Try<Option<Rc<Standing>>> {
        let key = (self.generation, today, pack.id.clone(), pack.version.clone());
        if let Some((k, s)) = &self.remembered.borrow().own
            && *k == key
        {
            return Ok(s.clone());
        }
        let made = match self.profile.account {
            Some(scope) => match people::enrolment(&self.conn, scope)? {
                Some((_, enrolment)) => {
                    let plan = people::plan(&self.conn, scope)?.map(|(_, p)| p).unwrap_or_default();
                    let held = self.held(scope)?;
                    let entries = held.logged();
                    let open_reports = reports::open(&self.conn, scope)?;
                    let input =
                        Input { pack, enrolment: &enrolment, plan: &plan, entries, open_reports, today };
                    let progress = progress(input);
                    Some(Rc::new(Standing { enrolment, plan, progress, open_reports }))
                }
                None => None,
            },
            None => None,
        };
        self.remembered.borrow_mut().own = Some((key, made.clone()));
        Ok(made)
    }

    /// One's own entries as they stand in the file.
    pub fn held(&self, scope: AccountId) -> Try<Ref<'_, Held>> {
        let fresh = self.held.borrow().as_ref().is_some_and(|(at, _)| *at == self.generation);
        if !fresh {
            let mut held = match self.held.take() {
                Some((_, held)) => held,
                None => Held::new(&self.conn, scope)?,
            };
            held.refresh(&self.conn)?;
            self.held.replace(Some((self.generation, held)));
        }
        Ref::filter_map(self.held.borrow(), |h| h.as_ref().map(|(_, held)| held))
            .map_err(|_| Fault::Storage.into())
    }

    /// One's own progress if this entry were written.
    pub fn standing_with(&self, pack: &Pack, s: &Standing, entry: Entry, today: NaiveDate) -> Try<Progress> {
        drop(self.held(self.participant()?)?);
        let mut held = self.held.borrow_mut();
        let (_, held) = held.as_mut().ok_or(Fault::Storage)?;
        Ok(held.with(entry, |entries| {
            let open_reports = s.open_reports;
            progress(Input { pack, enrolment: &s.enrolment, plan: &s.plan, entries, open_reports, today })
        }))
    }

    /// One's own progress if these entries were approved as they are now.
    pub fn standing_approved(
        &self,
        pack: &Pack,
        s: &Standing,
        ids: &HashSet<EntryId>,
        today: NaiveDate,
    ) -> Try<Progress> {
        drop(self.held(self.participant()?)?);
        let mut held = self.held.borrow_mut();
        let (_, held) = held.as_mut().ok_or(Fault::Storage)?;
        Ok(held.approved(ids, |entries| {
            let open_reports = s.open_reports;
            progress(Input { pack, enrolment: &s.enrolment, plan: &s.plan, entries, open_reports, today })
        }))
    }

    /// Days and tracks of a revision of a report. It is frozen, so they are read once.
    pub fn span(&self, report: ReportId, number: u32) -> Try<Span> {
        if let Some(span) = self.remembered.borrow().spans.get(&(report, number)) {
            return Ok(span.clone());
        }
        let span = reports::span(&self.conn, report, number)?;
        self.remembered.borrow_mut().spans.insert((report, number), span.clone());
        Ok(span)
    }

    /// How far somebody else is, in percent; what is remembered is good until their rows change.
    pub fn percent(&self, pack: &Pack, scope: AccountId, today: NaiveDate) -> Try<u8> {
        let cursor =
            outbox::cursors(&self.conn)?.into_iter().find(|(s, _)| *s == scope).map_or(0, |(_, v)| v);
        let stamp = outbox::stamp(&self.conn, scope)?;
        if let Some(&(s, c, d, p)) = self.remembered.borrow().percent.get(&scope)
            && (s, c, d) == (stamp, cursor, today)
        {
            return Ok(p);
        }
        let p = percent(&self.conn, pack, scope, today)?;
        self.remembered.borrow_mut().percent.insert(scope, (stamp, cursor, today, p));
        Ok(p)
    }
}

/// How far somebody is, in percent, computed now.
fn percent(conn: &Connection, pack: &Pack, scope: AccountId, today: NaiveDate) -> StoreResult<u8> {
    let Some((_, enrolment)) = people::enrolment(conn, scope)? else { return Ok(0) };
    let plan = people::plan(conn, scope)?.map(|(_, p)| p).unwrap_or_default();
    let entries = &entries::logged(conn, scope)?;
    // Reports that are open change no percent.
    let input = Input { pack, enrolment: &enrolment, plan: &plan, entries, open_reports: 0, today };
    Ok(progress(input).percent)
}

/// Queues ops of one person within a transaction.
pub struct Writer<'a> {
    /// The transaction.
    pub tx: &'a Transaction<'a>,
    /// Who acts.
    pub who: AccountId,
    /// When.
    pub now: Millis,
}

impl Writer<'_> {
    /// Writes an op's effect and queues it.
    pub fn put(
        &self,
        op_id: OpId,
        scope: AccountId,
        base: Option<OpId>,
        payload: Payload,
    ) -> StoreResult<bool> {
        write::write(self.tx, self.who, &Op { op_id, scope, base, schema: SCHEMA, payload }, self.now)
    }
}

/// Facts that let a profile be found again when the phone's own file is lost.
pub fn leave_traces(tx: &Transaction<'_>, p: &Profile) -> StoreResult<()> {
    open::set_fact(tx, "name", &p.name)?;
    open::set_fact(tx, "role", if p.mentor { "mentor" } else { "participant" })?;
    open::set_fact(tx, "device", &p.device.to_string())?;
    if let Some(a) = p.account {
        open::set_fact(tx, "account", &a.to_string())?;
    }
    Ok(())
}
