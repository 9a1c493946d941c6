//! An export on a fresh phone: looked through whole, then written in one commit, or not at all.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use qadam_domain::pack::Packs;
use qadam_domain::report::{Outcome as Decided, ReportState, Revision, check_decision, check_revision};
use qadam_domain::{AccountId, Entry, Pack, PlanDecision, ReportId, enrolment, entry};
use qadam_door::command::Outcome;
use qadam_door::{Fault, ImportFault};
use qadam_platform::Platform;
use qadam_protocol::op::{CHAT_MAX, NAME_MAX, Profile};
use qadam_protocol::record::Body;
use qadam_protocol::{Payload, SCHEMA};
use qadam_storage::export::{self, Export, Kept, KeptOp, Unreadable};
use qadam_storage::{StoreResult, Transaction, device, entries, joining, open};

use super::export::SETTINGS;
use crate::fault::Try;
use crate::phone::Phone;
use crate::profile::Open;
use crate::views::REMIND;

/// Most megabytes of a file that is read: a gold level with its history takes 5, three hundred photos that
/// nobody else has 100.
const MAX_MB: usize = 128;

/// Makes a profile of an export. The account and all ids stay: what was sent before is known to the
/// server, and what was not goes out once somebody joins. The open profile goes where nothing is in it.
pub fn import<P: Platform>(phone: &mut Phone<P>, text: &str) -> Try<Outcome> {
    if text.len() > MAX_MB << 20 {
        return Err(Fault::Import(ImportFault::TooLarge { max_mb: MAX_MB }).into());
    }
    let export = export::read(text).map_err(|e| match e {
        Unreadable::Foreign => Fault::Import(ImportFault::Foreign),
        Unreadable::Newer => Fault::Import(ImportFault::Newer),
        Unreadable::Broken(line) => Fault::Import(ImportFault::Broken { line }),
    })?;
    let today = phone.platform.today();
    let packs = packs_of(&export, &phone.packs).ok_or(Fault::Import(ImportFault::Newer))?;
    check(&export, &packs, today).map_err(|line| Fault::Import(ImportFault::Broken { line }))?;
    let account = export.head.account;
    let others = device::profiles(&phone.device)?;
    if let Some(same) = others.iter().find(|p| p.account == Some(account)) {
        return Err(Fault::Import(ImportFault::Here { name: same.name.clone() }).into());
    }
    let empty = match &phone.open {
        Some(o) if is_empty(o)? => Some(o.profile.id),
        _ => None,
    };
    let name = newest_name(&export).unwrap_or(&export.head.name).to_owned();
    let profile = phone.new_profile(&name, Some(account));
    let id = profile.id;
    phone.adopt_profile(profile, |tx| fill(tx, account, &export))?;
    if let Some(empty) = empty {
        phone.forget_profile(empty)?;
    }
    if others.iter().all(|p| Some(p.id) == empty) {
        for (key, value) in export.head.settings.iter().filter(|(key, _)| SETTINGS.contains(&key.as_str())) {
            super::profiles::setting(phone, key, value)?;
        }
    }
    Ok(Outcome::Opened { profile: id })
}

fn fill(tx: &Transaction<'_>, account: AccountId, export: &Export) -> StoreResult<()> {
    for kept in &export.records {
        export::put_back(tx, account, kept)?;
    }
    for kept in &export.server {
        export::put_back_shadow(tx, account, kept)?;
    }
    for op in &export.waiting {
        export::put_back_op(tx, account, op)?;
    }
    for plan in &export.plans {
        export::put_back_plan(tx, account, plan)?;
    }
    for kept in &export.earlier {
        export::put_back_earlier(tx, account, kept)?;
    }
    for kept in &export.pictures {
        export::put_back_picture(tx, account, kept)?;
    }
    if export.head.settings.iter().any(|(key, value)| key == REMIND && value == "on") {
        open::set_fact(tx, REMIND, "on")?;
    }
    Ok(())
}

/// The rules that somebody's rows were written by. A programme may have been changed, and its earlier
/// entries and plans are still there. None: the present level is of rules that only a newer app knows.
fn packs_of(export: &Export, known: &Packs) -> Option<Vec<Arc<Pack>>> {
    let mut all: Vec<Arc<Pack>> = Vec::new();
    let rows = export.records.iter().chain(&export.server).map(|k| &k.body);
    for e in rows.filter_map(|b| if let Body::Enrolment(e) = b { Some(e) } else { None }) {
        all.push(known.find(&e.pack, &e.version)?.clone());
    }
    for op in &export.waiting {
        if let Payload::Enrol(e) = &op.op.payload {
            all.push(known.find(&e.pack, &e.version)?.clone());
        }
    }
    if all.is_empty() {
        // Without a level any programme may have been looked at.
        all.extend(known.programmes().cloned());
    }
    all.dedup_by(|a, b| Arc::ptr_eq(a, b));
    Some(all)
}

/// Nothing is lost with it but a name and a plan: no entry was ever written, and nobody was asked.
pub fn is_empty(o: &Open) -> Try<bool> {
    let (Some(account), false) = (o.profile.account, o.profile.mentor) else { return Ok(false) };
    let asked = joining::get::<serde::de::IgnoredAny>(&o.conn, joining::JOIN)?.is_some();
    let joined = qadam_sync::machine::is_joined(&o.conn)?;
    Ok(!asked && !joined && !o.session_lost()? && !entries::any(&o.conn, account)?)
}

fn newest_name(export: &Export) -> Option<&str> {
    export.records.iter().find_map(|k| match &k.body {
        Body::Profile(p) => Some(p.name.as_str()),
        _ => None,
    })
}

/// Looks at each row as if a person had typed it. The error is its line in the file.
fn check(export: &Export, packs: &[Arc<Pack>], today: NaiveDate) -> Result<(), usize> {
    if !name_is_fine(&export.head.name) {
        return Err(1);
    }
    let reports = export.records.iter().filter_map(|k| match &k.body {
        Body::Report(r) => Some(((r.report, r.number), r)),
        _ => None,
    });
    let look = Look { account: export.head.account, packs, today, reports: reports.collect() };
    // The lines of `export::write`: a head, then each list between two lines of its own.
    let (mut line, mut seen) = (3_usize, HashSet::new());
    for list in [&export.records, &export.server] {
        seen.clear();
        for kept in list {
            let fine = look.row(kept) && seen.insert(kept.body.key(kept.revision));
            fine.then_some(()).ok_or(line)?;
            line += 1;
        }
        line += 2;
    }
    let mut ops = HashSet::new();
    for kept in &export.waiting {
        (look.op(kept) && ops.insert(kept.op.op_id)).then_some(()).ok_or(line)?;
        line += 1;
    }
    line += 2;
    for kept in &export.plans {
        look.fits(|p| kept.plan.check(p).is_ok()).then_some(()).ok_or(line)?;
        line += 1;
    }
    line += 2;
    for kept in &export.earlier {
        (matches!(kept.body, Body::Entry(_)) && look.row(kept)).then_some(()).ok_or(line)?;
        line += 1;
    }
    line += 2;
    for kept in &export.pictures {
        kept.picture().ok_or(line)?;
        line += 1;
    }
    Ok(())
}

struct Look<'a> {
    account: AccountId,
    packs: &'a [Arc<Pack>],
    today: NaiveDate,
    reports: HashMap<(ReportId, u32), &'a Revision>,
}

impl Look<'_> {
    fn fits(&self, by: impl Fn(&Pack) -> bool) -> bool {
        self.packs.iter().any(|p| by(p))
    }

    fn row(&self, kept: &Kept) -> bool {
        // What the server has not acknowledged can only be this person's own.
        let mine = kept.version.is_some() || kept.author == self.account;
        let told = kept.version.is_some();
        (!kept.removed || matches!(kept.body, Body::Entry(_)))
            && match &kept.body {
                Body::Member(m) => told && m.participant == self.account && name_is_fine(&m.name),
                Body::Decision(d) => {
                    told && check_decision(d, self.reports.get(&(d.report, d.number)).copied()).is_ok()
                }
                Body::ReportSeen { .. } => told,
                Body::PlanDecision(d) => told && PlanDecision::check(d.approved, &d.message).is_ok(),
                Body::Chat { message, .. } => mine && text_is_fine(&message.text),
                // How an entry goes is said by `removed`.
                Body::EntryGone { .. } => false,
                Body::ChatRead { .. } => true,
                own => mine && self.own(own),
            }
    }

    /// What a participant writes.
    fn own(&self, body: &Body) -> bool {
        match body {
            Body::Profile(p) => self.profile(p),
            Body::Enrolment(e) => {
                plausible(e.start)
                    // A need of each track, at most: more is no person's.
                    && e.carried.len() <= 100
                    && self.fits(|p| {
                        (&p.id, &p.version) == (&e.pack, &e.version)
                            && enrolment::check(e, p, self.today.max(e.start)).is_ok()
                    })
            }
            Body::Plan(plan) => self.fits(|p| plan.check(p).is_ok()),
            Body::Entry(e) | Body::EntryRevision(e) => self.entry(e),
            Body::Report(r) => report_is_fine(r),
            _ => false,
        }
    }

    fn op(&self, kept: &KeptOp) -> bool {
        let op = &kept.op;
        op.scope == self.account
            && op.schema <= SCHEMA
            && match &op.payload {
                Payload::Profile(p) => self.profile(p),
                Payload::Enrol(e) => self.own(&Body::Enrolment(e.clone())),
                Payload::Plan(plan) => self.fits(|p| plan.check(p).is_ok()),
                Payload::EntryPut(e) => self.entry(e),
                Payload::EntryRemove { .. } | Payload::ChatRead { .. } => true,
                Payload::ReportSubmit(r) => report_is_fine(r),
                Payload::ChatSend(m) => text_is_fine(&m.text),
                _ => false,
            }
    }

    fn profile(&self, p: &Profile) -> bool {
        name_is_fine(&p.name) && ["kk", "ru", "en"].contains(&p.language.as_str())
    }

    /// By the day it was for: an export is opened years later, too.
    fn entry(&self, e: &Entry) -> bool {
        plausible(e.on) && self.fits(|p| entry::check(e, p, e.on).is_ok())
    }
}

fn name_is_fine(name: &str) -> bool {
    let n = name.chars().count();
    n <= NAME_MAX && !name.chars().any(char::is_control)
}

fn text_is_fine(text: &str) -> bool {
    (1..=CHAT_MAX).contains(&text.chars().count())
}

fn report_is_fine(r: &Revision) -> bool {
    let before = r.number.checked_sub(2).map(|n| (n + 1, ReportState::Decided(Decided::Returned)));
    check_revision(r, before).is_ok()
}

/// Within a lifetime or two: a year 90000 would have somebody count its weeks.
fn plausible(day: NaiveDate) -> bool {
    (1990..=2150).contains(&day.year())
}
