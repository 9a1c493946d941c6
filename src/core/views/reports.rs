//! Reports that were sent: all of them, and one with its whole life.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use qadam_domain::report::{Decision, Item, Outcome, ReportState, Revision, Verdict, changes};
use qadam_domain::{AccountId, Entry, EntryId, Millis, ReportId};
use qadam_door::Fault;
use qadam_door::view::{
    Answer, Place, ReportBefore, ReportCard, ReportDraft, ReportEntry, ReportView, ReportsView, Waits,
};
use qadam_platform::Platform;
use qadam_storage::reports::Stored;
use qadam_storage::{entries, open, outbox, people, reports};

use super::report_form::standings;
use super::rows::{Places, row};
use crate::commands::report::{begun_key, draft_key, kept};
use crate::fault::Try;
use crate::phone::Phone;
use crate::profile::Open;

/// A report in short.
pub fn card(o: &Open, r: &Stored, today: NaiveDate) -> Try<ReportCard> {
    let state = reports::state_of(&o.conn, r)?;
    let span = o.span(r.report.report, r.report.number)?;
    let (from, to) = span.days.unwrap_or((today, today));
    let to_fix = match state {
        ReportState::Decided(Outcome::Returned) => {
            reports::decision(&o.conn, r.report.report, r.report.number)?
                .map_or(0, |d| d.items.iter().filter(|i| i.verdict == Verdict::ToFix).count())
        }
        _ => 0,
    };
    Ok(ReportCard {
        id: r.report.report,
        number: r.report.number,
        state,
        submitted_at: r.report.submitted_at,
        from,
        to,
        entries: u32::try_from(r.report.items.len()).unwrap_or(u32::MAX),
        tracks: span.tracks,
        to_fix: u32::try_from(to_fix).unwrap_or(u32::MAX),
    })
}

pub fn list<P: Platform>(phone: &Phone<P>) -> Try<ReportsView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let today = phone.platform.today();
    let cards = reports::list(&o.conn, scope)?.iter().map(|r| card(o, r, today)).collect::<Try<Vec<_>>>()?;
    Ok(ReportsView {
        reports: cards,
        reportable: Places::read(o, scope, None)?.free(),
        joined: super::sync::status(phone, o)?.joined,
        begun: open::fact(&o.conn, &draft_key(None))?.is_some(),
    })
}

pub fn one<P: Platform>(phone: &Phone<P>, id: ReportId) -> Try<ReportView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let conn = &o.conn;
    let r = reports::newest(conn, id)?.filter(|r| r.scope == scope).ok_or(Fault::NotFound)?;
    let number = r.report.number;
    let card = card(o, &r, phone.platform.today())?;
    let draft = kept(conn, &draft_key(Some(id)))?.map(|(.., draft)| draft).unwrap_or_default();
    let earlier = reports::before(conn, id, number)?;
    let decision = reports::decision(conn, id, number)?;
    let mentor = people::member(conn, scope)?.map(|m| m.mentor_name).unwrap_or_default();
    let answer = |d: &Decision| Answer { by: mentor.clone(), at: d.decided_at, message: d.message.clone() };

    let reader = Reader::new(phone, o, scope, &r.report, card.state)?;
    let again = (card.state == ReportState::Decided(Outcome::Returned)).then_some(&draft);
    let mut rows = reader.lines(&r.report, decision.as_ref(), earlier.first().map(|e| &e.report), again)?;
    rows.sort_by_key(|e| (e.verdict != Some(Verdict::ToFix), e.verdict != Some(Verdict::NotCounted)));
    let mut before = Vec::new();
    for (n, e) in earlier.iter().enumerate() {
        let decision = reports::decision(conn, id, e.report.number)?;
        before.push(ReportBefore {
            number: e.report.number,
            submitted_at: e.report.submitted_at,
            message: e.report.message.clone(),
            answer: decision.as_ref().map(answer),
            entries: reader.lines(
                &e.report,
                decision.as_ref(),
                earlier.get(n + 1).map(|older| &older.report),
                None,
            )?,
        });
    }
    // What a later revision left out keeps its word: the newest one that was said of it.
    let mut told: HashSet<EntryId> = r.report.items.iter().map(|i| i.entry).collect();
    let all = before.iter().flat_map(|b| &b.entries);
    let not_in = all.filter(|e| told.insert(e.row.id)).cloned().collect();

    let going: Vec<&ReportEntry> =
        rows.iter().filter(|e| e.verdict == Some(Verdict::ToFix) && !e.out).collect();
    let delivered = reports::delivered_at(conn, &r)?;
    Ok(ReportView {
        can_resubmit: again.is_some() && !going.is_empty() && going.iter().all(|e| e.fixed),
        waits: match card.state {
            ReportState::Delivered | ReportState::Seen => Some(Waits {
                days: super::mentor::waits(phone.now(), delivered.unwrap_or(r.report.submitted_at)),
                remind: phone.pack.review.remind_days,
                escalate: phone.pack.review.escalate_days,
            }),
            _ => None,
        },
        begun: open::fact(conn, &begun_key(id))?.and_then(|at| at.parse().ok()).map(Millis),
        delivered,
        seen: reports::seen(conn, scope, id, number)?.flatten(),
        refused: outbox::refused(conn, Some((id, number)))?.map(|w| super::me::row(w, false, &phone.pack)),
        card,
        message: r.report.message,
        answer: decision.as_ref().map(answer),
        entries: rows,
        not_in,
        before,
        draft,
    })
}

/// Reads entries as revisions hold them.
struct Reader<'a, P: Platform> {
    phone: &'a Phone<P>,
    o: &'a Open,
    places: Places<'a>,
    /// Where an entry is that nobody has decided on.
    open: Place,
    standings: HashMap<EntryId, qadam_domain::progress::Standing>,
}

impl<'a, P: Platform> Reader<'a, P> {
    fn new(
        phone: &'a Phone<P>,
        o: &'a Open,
        scope: AccountId,
        newest: &Revision,
        state: ReportState,
    ) -> Try<Self> {
        let ids = newest.items.iter().map(|i| i.entry).collect();
        let standing = o.standing(&phone.pack, phone.platform.today())?;
        let standings = standing.as_ref().map_or_else(HashMap::new, |s| {
            let all = NaiveDate::MIN..=NaiveDate::MAX; // an entry may stand on another day by now
            standings(&s.progress, &ids, &all).into_iter().map(|(id, s)| (id, s.clone())).collect()
        });
        let open = match state {
            ReportState::Queued => Place::Here,
            ReportState::Seen => Place::Seen,
            _ => Place::InReport,
        };
        Ok(Self { phone, o, places: Places::read(o, scope, None)?, open, standings })
    }

    /// An entry in the revision of an item.
    fn frozen(&self, item: Item) -> Try<Option<Entry>> {
        match self.places.held().get(item.entry).filter(|l| l.revision == item.revision) {
            Some(now) => Ok(Some(now.entry.clone())),
            None => Ok(entries::revision(&self.o.conn, item.entry, item.revision)?),
        }
    }

    /// The entries of a revision, each with the mentor's word. `again`: it came back, and this is what
    /// was chosen for the next one. What this phone cannot read (it has not come yet) is left out.
    fn lines(
        &self,
        revision: &Revision,
        decision: Option<&Decision>,
        older: Option<&Revision>,
        again: Option<&ReportDraft>,
    ) -> Try<Vec<ReportEntry>> {
        let words: HashMap<Item, _> = decision.iter().flat_map(|d| &d.items).map(|w| (w.item, w)).collect();
        let older: HashMap<EntryId, Item> =
            older.iter().flat_map(|r| &r.items).map(|i| (i.entry, *i)).collect();
        let mut out = Vec::with_capacity(revision.items.len());
        for item in &revision.items {
            let Some(sent) = self.frozen(*item)? else { continue };
            let word = words.get(item);
            let verdict = word.map(|w| w.verdict);
            let now = self.places.held().get(item.entry);
            let same = now.is_some_and(|l| l.revision == item.revision);
            let answered = again.filter(|_| verdict == Some(Verdict::ToFix));
            let fixed = answered.is_some() && now.is_some() && !same;
            let changed = match (now.filter(|_| fixed), older.get(&item.entry)) {
                (Some(now), _) => changes(&sent, &now.entry),
                (None, Some(then)) if then.revision != item.revision => {
                    self.frozen(*then)?.map_or_else(Vec::new, |then| changes(&then, &sent))
                }
                _ => Vec::new(),
            };
            let place = match verdict {
                _ if fixed => Place::Here,
                Some(Verdict::Counted) => Place::Counted,
                Some(Verdict::ToFix) => Place::ToFix,
                Some(Verdict::NotCounted) => Place::NotCounted,
                None => self.open,
            };
            // The mentor's own words stand beside it: the engine need not say them again.
            let speaks = matches!(verdict, None | Some(Verdict::Counted)) && same;
            let standing = self.standings.get(&item.entry).filter(|_| speaks).cloned();
            let shown = now.filter(|_| fixed).map_or(&sent, |l| &l.entry);
            out.push(ReportEntry {
                row: row(&self.phone.pack, shown, place, standing),
                verdict,
                reason: word.map(|w| w.reason.clone()).unwrap_or_default(),
                fixed,
                // Nowhere in memory: it was deleted.
                out: answered.is_some_and(|d| now.is_none() || d.out.contains(&item.entry)),
                changes: changed,
            });
        }
        Ok(out)
    }
}
