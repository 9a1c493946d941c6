//! The plan: one's own, and for mentors another's.

use qadam_domain::advice::{Advice, Course, advise};
use qadam_domain::pauses::Excused;
use qadam_domain::plan::minutes_of;
use qadam_domain::progress::TrackProgress;
use qadam_domain::reminders::{Planned, Reminder, coming};
use qadam_domain::{AccountId, Millis, OpId, Plan, ThingId};
use qadam_door::Fault;
use qadam_door::view::{
    Approval, CourseView, PastPlan, PlanOfView, PlanView, PlanWaits, PlanWord, ReminderItem, ReminderRow,
    RemindersView,
};
use qadam_platform::Platform;
use qadam_protocol::record::{Member, MemberStanding};
use qadam_storage::plans::{self, Word, made_at};
use qadam_storage::{open, people};

use crate::fault::Try;
use crate::phone::Phone;
use crate::profile::Open;

/// The fact that says that reminders are wanted.
pub const REMIND: &str = "reminders";
/// How far ahead reminders are told: an app that is not opened for a week does not nag.
const REMIND_DAYS: u64 = 7;
/// Most earlier plans that are shown.
const PAST_SHOWN: usize = 30;
const DAY_MS: i64 = 86_400_000;

pub fn plan<P: Platform>(phone: &Phone<P>) -> Try<PlanView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let mut view = view(phone, o, scope)?;
    let standing = o.standing(&phone.pack, view.today)?;
    if let (Some(course), Some(s)) = (&mut view.course, standing) {
        course.finish = s.progress.earliest_finish;
        course.tracks = s.progress.tracks.iter().map(TrackProgress::summary).collect();
    }
    Ok(view)
}

pub fn reminders<P: Platform>(phone: &Phone<P>) -> Try<RemindersView> {
    let o = phone.opened()?;
    let scope = o.participant()?;
    let clock = &*phone.platform;
    let (now, offset, today) = (clock.now(), clock.offset_min(), clock.today());
    let standing = o.standing(&phone.pack, today)?;
    let (Some(s), Some(_)) = (standing, open::fact(&o.conn, REMIND)?) else {
        return Ok(RemindersView::default());
    };
    let days = phone.pack.level(&s.enrolment.level).map_or(0, |l| l.pause_days);
    let excused = Excused::new(&s.plan.pauses, s.enrolment.start, days);
    let done = super::today::done(phone, o, scope, &s.plan, today)?;
    let minute = now.minute_of_day(offset);
    let midnight = now.0 - now.0.saturating_add(i64::from(offset) * 60_000).rem_euclid(DAY_MS);
    let row = |r: Reminder| ReminderRow {
        at: Millis(midnight + (r.on - today).num_days() * DAY_MS + i64::from(r.at_min) * 60_000),
        of: r.of.iter().map(|p| what(&s.plan, p)).collect(),
    };
    let next = coming(&s.plan, &excused, &done, (today, minute), REMIND_DAYS);
    Ok(RemindersView { next: next.into_iter().map(row).collect() })
}

fn what(plan: &Plan, p: &Planned) -> ReminderItem {
    let dated = plan.dates.iter().find(|d| Some(d.id) == p.dated);
    let weekly = plan.track(&p.track).filter(|_| dated.is_none());
    ReminderItem {
        track: p.track.clone(),
        activity: weekly.and_then(|w| w.activity.clone()),
        title: dated.map(|d| d.title.clone()).or_else(|| weekly.map(|w| w.goal.clone())).unwrap_or_default(),
    }
}

/// A mentor looks at somebody's plan. How far they are is not asked: that reads all of their entries.
pub fn of<P: Platform>(phone: &Phone<P>, participant: AccountId) -> Try<PlanOfView> {
    let o = phone.opened()?;
    o.mentor()?;
    people::member(&o.conn, participant)?.ok_or(Fault::NotFound)?;
    let view = view(phone, o, participant)?;
    let pack = phone.pack_of(o, participant)?;
    let hints = view.course.as_ref().and_then(|c| {
        let level = pack.level(&c.level)?;
        let (start, end, pause_days, today) = (c.start, c.end, c.pause_days, view.today);
        let said =
            advise(&view.plan, Course { pack: &pack, level, start, end, pause_days, today, progress: &[] });
        Some(said.into_iter().filter(Advice::is_of_the_plan_alone).collect())
    });
    Ok(PlanOfView {
        participant,
        name: people::name(&o.conn, participant)?.unwrap_or_default(),
        revision: people::plan(&o.conn, participant)?.map(|(r, _)| r),
        hints: hints.unwrap_or_default(),
        view,
    })
}

/// Plans that wait for a mentor's word.
pub fn waiting<P: Platform>(phone: &Phone<P>, o: &Open, members: &[Member]) -> Try<Vec<PlanWaits>> {
    let mut out = Vec::new();
    for m in members.iter().filter(|m| m.standing == MemberStanding::Accepted) {
        let Some((revision, plan)) = people::plan(&o.conn, m.participant)? else { continue };
        let words = plans::words(&o.conn, m.participant)?;
        if plan == Plan::default() || words.iter().any(|w| w.decision.revision == revision) {
            continue;
        }
        out.push(PlanWaits {
            participant: m.participant,
            name: people::name(&o.conn, m.participant)?.unwrap_or_else(|| m.name.clone()),
            days: u32::try_from(phone.now().0.saturating_sub(made_at(revision).0) / DAY_MS).unwrap_or(0),
            again: words.iter().any(|w| w.decision.approved),
        });
    }
    Ok(out)
}

fn view<P: Platform>(phone: &Phone<P>, o: &Open, scope: AccountId) -> Try<PlanView> {
    let pack = phone.pack_of(o, scope)?;
    let (revision, plan) = match people::plan(&o.conn, scope)? {
        Some((revision, plan)) => (Some(revision), plan),
        None => (None, Plan::default()),
    };
    let weekly = |p: &qadam_domain::TrackPlan| minutes_of(pack.track(&p.track).map(|t| t.unit), p.weekly());
    let enrolment = people::enrolment(&o.conn, scope)?.map(|(_, e)| e);
    let course = enrolment.as_ref().and_then(|e| {
        let level = pack.level(&e.level)?;
        let (end, pause_days) = (level.earliest_end(e.start, &e.awards), level.pause_days);
        let (level, start) = (e.level.clone(), e.start);
        Some(CourseView { level, start, end, pause_days, finish: None, tracks: Vec::new() })
    });
    let offset_min = phone.platform.offset_min();
    let said = Said { words: plans::words(&o.conn, scope)?, member: people::member(&o.conn, scope)? };
    let past = plans::past(&o.conn, scope)?
        .into_iter()
        .map(|p| PastPlan { word: said.on(p.revision), plan: p.plan, since: p.since, until: p.until })
        // What was put right on the same day was no plan yet.
        .filter(|p| p.word.is_some() || p.until.date_at(offset_min) > p.since.date_at(offset_min))
        .take(PAST_SHOWN)
        .collect();
    Ok(PlanView {
        weekly_minutes: plan.tracks.iter().map(weekly).fold(0, u32::saturating_add),
        level: enrolment.map(|e| e.level),
        course,
        today: phone.platform.today(),
        new_id: ThingId::from_bytes(phone.offer(0)),
        owner: scope,
        made_at: revision.map(made_at),
        approval: said.approval(revision),
        past,
        remind: open::fact(&o.conn, REMIND)?.is_some(),
        offset_min,
        plan,
    })
}

/// What was said of somebody's plans.
struct Said {
    words: Vec<Word>,
    member: Option<Member>,
}

impl Said {
    fn word(&self, w: &Word) -> PlanWord {
        let by = self.member.as_ref().filter(|m| m.mentor == w.author).map(|m| m.mentor_name.clone());
        PlanWord {
            approved: w.decision.approved,
            message: w.decision.message.clone(),
            at: w.decision.decided_at,
            by: by.unwrap_or_default(),
            of: made_at(w.decision.revision),
        }
    }

    fn on(&self, revision: OpId) -> Option<PlanWord> {
        self.words.iter().find(|w| w.decision.revision == revision).map(|w| self.word(w))
    }

    fn approval(&self, revision: Option<OpId>) -> Approval {
        let earlier =
            self.words.iter().filter(|w| w.decision.approved && Some(w.decision.revision) != revision);
        Approval {
            joined: self.member.as_ref().is_some_and(Member::may_share),
            now: revision.and_then(|r| self.on(r)),
            before: earlier.max_by_key(|w| w.decision.decided_at).map(|w| self.word(w)),
        }
    }
}
