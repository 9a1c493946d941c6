//! When to call the server, and with what.

use std::collections::BTreeMap;

use qadam_domain::{AccountId, Millis, PhotoId};
use qadam_protocol::account::{DevicesRequest, InviteRequest, JoinRequest, SignInRequest, SplitRequest};
use qadam_protocol::check::{Check, RANGES};
use qadam_protocol::live::Mark;
use qadam_protocol::sync::{Cursor, Group, Stamp};
use qadam_protocol::{SCHEMA, SyncRequest};
use qadam_storage::joining::{self, CallState};
use qadam_storage::{Connection, StoreResult, check, open, outbox, people};

use crate::backoff;
use crate::call::Call;
use crate::hear::Heard;
use crate::live::{LineStep, Live, Said};
use crate::photos::{PhotoCall, Photos};
use crate::take;

/// Between two looks at the server while the app is in front and nothing waits, in milliseconds.
const LOOK_FRONT_MS: i64 = 15_000;
/// The same where the server says when there is something new.
const LOOK_LIVE_MS: i64 = 5 * 60_000;
/// The same while the app is not in front.
const LOOK_BACK_MS: i64 = 5 * 60_000;
/// Between two comparisons of a scope that has changed, in milliseconds. It reads all of its rows.
const COMPARE_MS: i64 = 10 * 60_000;
/// Most scopes of one comparison.
const COMPARE_SCOPES: usize = 4;
/// About as many bytes of ops a request carries (SYNC: 16 KB on 2G; the browser compresses nothing).
const BATCH_BYTES: usize = 64 * 1024;
const BATCH_OPS: usize = 200;

/// On whose behalf.
#[derive(Clone, Copy, Debug)]
pub struct Who {
    /// The open profile's account; none while a sign-in is under way.
    pub account: Option<AccountId>,
    /// Reviews rather than takes part.
    pub mentor: bool,
}

/// What keeps things from leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// No network.
    Offline,
    /// The server does not answer sensibly.
    Server,
    /// The server wants a newer app.
    UpdateWanted,
    /// Signed out by the server.
    SignedOut,
}

/// What to do now.
#[derive(Debug)]
pub enum Step {
    /// A call is under way.
    Busy,
    /// Nothing, until somebody wakes the machine.
    Idle,
    /// Nothing before this moment.
    Wait(Millis),
    /// Make this call, then tell [`Machine::heard`].
    Send(Call),
}

/// The machine. One for each open profile; forgets nothing that matters when it is made anew.
#[derive(Debug)]
pub struct Machine {
    busy: bool,
    front: bool,
    failures: u32,
    not_before: Millis,
    woken: bool,
    /// There was nobody to call for: only a wake changes that, so the phone may sleep.
    idle: bool,
    batch_ops: usize,
    hold: Option<Hold>,
    last_done: Option<Millis>,
    /// The server has other scopes for this account than the phone: each is named.
    say_all: bool,
    /// One side cannot unpack what the other packs.
    plain: bool,
    /// At which version, and when, what is here was last the same as what the server has.
    compared: BTreeMap<AccountId, (u64, Millis)>,
    /// Scopes of which the server has other rows, and the sums that were last said of them.
    differ: BTreeMap<AccountId, Vec<u64>>,
    photos: Photos,
    live: Live,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            busy: false,
            front: true,
            failures: 0,
            not_before: Millis(0),
            woken: true,
            idle: false,
            batch_ops: BATCH_OPS,
            hold: None,
            last_done: None,
            say_all: false,
            plain: false,
            compared: BTreeMap::new(),
            differ: BTreeMap::new(),
            photos: Photos::default(),
            live: Live::default(),
        }
    }
}

impl Machine {
    /// Something was written, a person asks for it, the app came to the front or network is back:
    /// the wait is over and the backoff starts anew.
    pub fn wake(&mut self) {
        self.photos.wake();
        self.idle = false;
        self.woken = true;
        self.failures = 0;
    }

    /// The phone has another session: the line is the old one's.
    pub fn another_session(&mut self) {
        self.live = Live::default();
        self.wake();
    }

    /// Something was written. Wakes only when nothing is wrong: a tap must not hammer a server that
    /// has just asked for patience.
    pub fn wrote(&mut self) {
        if self.hold.is_none() && self.failures == 0 {
            self.idle = false;
            self.woken = true;
        }
    }

    /// The app came to the front or left it.
    pub fn foreground(&mut self, on: bool) {
        self.front = on;
        if on {
            self.live.afresh();
            self.wake();
        }
    }

    /// The platform says that there is network, or none. A hint: calls decide.
    pub fn online(&mut self, on: bool) {
        if on {
            self.live.afresh();
            self.wake();
        } else {
            self.hold = Some(Hold::Offline);
        }
    }

    /// Whether messages go and come unpacked, because one side cannot unpack what the other packs.
    pub fn plain(&self) -> bool {
        self.plain
    }

    /// Pictures: what moves, and what is known to be there or not.
    pub fn photos(&self) -> &Photos {
        &self.photos
    }

    /// Somebody looks at a picture that is not here.
    pub fn want_photo(&mut self, scope: AccountId, id: PhotoId) {
        self.photos.want(scope, id);
    }

    /// A call is under way.
    pub fn busy(&self) -> bool {
        self.busy
    }

    /// What keeps things from leaving.
    pub fn hold(&self) -> Option<Hold> {
        self.hold
    }

    /// When the server last had everything.
    pub fn last_done(&self) -> Option<Millis> {
        self.last_done
    }

    /// When the next try after a failure is due.
    pub fn next_try(&self) -> Option<Millis> {
        (self.failures > 0).then_some(self.not_before)
    }

    /// What to do now.
    pub fn step(&mut self, now: Millis, conn: &Connection, who: Who) -> StoreResult<Step> {
        if self.busy {
            return Ok(Step::Busy);
        }
        // What one has just sent and heard of is no news.
        if let Some(mark) = self.live.news()
            && self.failures == 0
            && mark != have(conn)?
        {
            self.woken = true;
        }
        let barred = matches!(self.hold, Some(Hold::UpdateWanted | Hold::SignedOut));
        if (barred || self.idle) && !self.woken {
            return Ok(Step::Idle);
        }
        if !self.woken && now < self.not_before {
            // Between two looks pictures go.
            if self.failures == 0
                && let Some(call) = self.picture(now, conn, who)?
            {
                self.busy = true;
                return Ok(Step::Send(Call::Photo(call)));
            }
            return Ok(Step::Wait(self.not_before));
        }
        let Some(call) = self.choose(now, conn, who)? else {
            (self.idle, self.woken) = (true, false);
            return Ok(Step::Idle);
        };
        self.busy = true;
        self.woken = false;
        Ok(Step::Send(call))
    }

    fn picture(&mut self, now: Millis, conn: &Connection, who: Who) -> StoreResult<Option<PhotoCall>> {
        let (Some(account), true) = (who.account, is_joined(conn)?) else { return Ok(None) };
        let open = !who.mentor && may_share(conn, account)?;
        self.photos.choose(now, conn, who, open)
    }

    fn choose(&self, now: Millis, conn: &Connection, who: Who) -> StoreResult<Option<Call>> {
        if let Some((CallState::Waiting, b)) = joining::get::<SignInRequest>(conn, joining::SIGN_IN)? {
            return Ok(Some(Call::SignIn(Box::new(b))));
        }
        if let Some((CallState::Waiting, b)) = joining::get::<JoinRequest>(conn, joining::JOIN)? {
            return Ok(Some(Call::Join(Box::new(b))));
        }
        let (Some(account), true) = (who.account, is_joined(conn)?) else { return Ok(None) };
        if let Some((CallState::Waiting, b)) = joining::get::<SplitRequest>(conn, joining::SPLIT)? {
            return Ok(Some(Call::Split(b)));
        }
        for (state, b, _) in joining::with_prefix::<InviteRequest, serde_json::Value>(conn, joining::INVITE)?
        {
            if state == CallState::Waiting {
                return Ok(Some(Call::Invite(format!("{}{}", joining::INVITE, b.code.canonical()), b)));
            }
        }
        for (state, b, _) in joining::with_prefix::<DevicesRequest, serde_json::Value>(conn, joining::END)? {
            if state == CallState::Waiting {
                return Ok(Some(Call::Devices(b)));
            }
        }
        if let Some((CallState::Waiting, b)) = joining::get::<DevicesRequest>(conn, joining::DEVICES)? {
            return Ok(Some(Call::Devices(b)));
        }
        let closed = if who.mentor || may_share(conn, account)? { vec![] } else { vec![account] };
        let ops = outbox::batch(conn, self.batch_ops, BATCH_BYTES, &closed)?;
        let cursors: Vec<Cursor> =
            outbox::cursors(conn)?.into_iter().map(|(scope, version)| Cursor { scope, version }).collect();
        let checks = if ops.is_empty() { self.checks(now, conn, &cursors)? } else { Vec::new() };
        // In short, where the server has told of scopes and has not asked for their names.
        let (cursors, group) = match cursors {
            some if self.say_all || some.is_empty() => (some, None),
            all => (Vec::new(), Some(Group::new(all))),
        };
        let stamp = match ops.is_empty() {
            true => None,
            false => Some(Stamp::after(take::last_stamp(conn)?, &ops)),
        };
        Ok(Some(Call::Sync(SyncRequest { schema: SCHEMA, ops, cursors, group, checks, stamp })))
    }

    /// What to compare. Not with the first look at the server: a start has better to do than to read every row.
    fn checks(&self, now: Millis, conn: &Connection, cursors: &[Cursor]) -> StoreResult<Vec<Check>> {
        if self.last_done.is_none() {
            return Ok(Vec::new());
        }
        let due = |c: &&Cursor| match self.compared.get(&c.scope) {
            _ if c.version == 0 => false,
            _ if !self.differ.is_empty() => self.differ.contains_key(&c.scope),
            Some((version, at)) => *version != c.version && (now < *at || at.plus(COMPARE_MS) <= now),
            None => true,
        };
        let ranges = if self.differ.is_empty() { 1 } else { RANGES };
        let due = cursors.iter().filter(due).take(COMPARE_SCOPES);
        due.map(|c| check::check(conn, c.scope, c.version, ranges)).collect()
    }

    /// Takes in what the server said of a comparison. Where its rows are others, those of the ranges that
    /// differ have come; that is looked at again, until it helps no more.
    fn compared(&mut self, now: Millis, checks: &[Check], differs: &[AccountId]) {
        for check in checks {
            let before = self.differ.get(&check.scope);
            if differs.contains(&check.scope) && before != Some(&check.sums) {
                self.differ.insert(check.scope, check.sums.clone());
                self.woken = true;
            } else {
                self.differ.remove(&check.scope);
                self.compared.insert(check.scope, (check.version, now));
            }
        }
    }

    /// Takes in how a call went. `chance` spreads the waits. Call [`crate::take`] for what it does here.
    pub fn heard(&mut self, now: Millis, call: &Call, heard: &Heard, chance: u16) {
        self.busy = false;
        if let Call::Photo(call) = call {
            self.photos.heard(now, call, heard, chance);
            // What else it says of network and session is said of all; a server without room for a picture
            // has room for a message.
            if !matches!(heard, Heard::Offline | Heard::SignedOut) {
                return;
            }
        }
        match heard {
            Heard::Photo(_) => {}
            Heard::Sync(reply) => {
                self.failures = 0;
                self.hold = None;
                self.batch_ops = (self.batch_ops * 2).min(BATCH_OPS);
                let sent = matches!(call, Call::Sync(r) if !r.ops.is_empty());
                if let Call::Sync(r) = call {
                    self.compared(now, &r.checks, &reply.differs);
                    self.differ.retain(|scope, _| !reply.lost.contains(scope));
                }
                let wait = reply.results.iter().filter_map(|a| match a.result {
                    qadam_protocol::OpResult::Retry { after_s, .. } => Some(i64::from(after_s) * 1_000),
                    _ => None,
                });
                let named = matches!(call, Call::Sync(r) if r.group.is_none());
                if named && reply.say_all {
                    // They were named: nothing else can be said.
                    return self.later(now, chance, None, Hold::Server);
                }
                // Named until all of them have come, and those that are lost have gone.
                self.say_all = reply.say_all || (named && (reply.more || !reply.lost.is_empty()));
                if reply.more || reply.say_all || sent {
                    // More may wait on either side: look again at once, but never in a tight loop over
                    // ops that the server wants later.
                    let retry = wait.max();
                    self.not_before = now.plus(retry.unwrap_or(0).min(backoff::CAP_MS));
                    self.woken |= retry.is_none();
                } else {
                    self.last_done = Some(now);
                    let look = match self.front {
                        true if self.live.is_open() => LOOK_LIVE_MS,
                        true => LOOK_FRONT_MS,
                        false => LOOK_BACK_MS,
                    };
                    self.not_before = now.plus(look);
                }
            }
            Heard::Joined(_)
            | Heard::SignedIn(_)
            | Heard::Invited(_)
            | Heard::Devices(_)
            | Heard::Split(_)
            | Heard::Refused(_) => {
                self.failures = 0;
                self.hold = None;
                self.woken = true;
            }
            Heard::Unreadable if !self.plain => (self.plain, self.woken) = (true, true),
            Heard::Unreadable => self.later(now, chance, None, Hold::Server),
            Heard::UpdateWanted => self.hold = Some(Hold::UpdateWanted),
            Heard::SignedOut => self.hold = Some(Hold::SignedOut),
            Heard::TooLarge => {
                self.batch_ops = (self.batch_ops / 2).max(1);
                self.later(now, chance, None, Hold::Server);
            }
            Heard::Offline => self.later(now, chance, None, Hold::Offline),
            Heard::Later(after_s) => {
                if matches!(call, Call::Sync(_)) {
                    self.batch_ops = (self.batch_ops / 2).max(1);
                }
                self.later(now, chance, *after_s, Hold::Server);
            }
        }
    }

    fn later(&mut self, now: Millis, chance: u16, after_s: Option<u32>, hold: Hold) {
        self.failures = self.failures.saturating_add(1);
        self.hold = Some(hold);
        let wait = after_s
            .map_or_else(|| backoff::wait_ms(self.failures, chance), |s| i64::from(s) * 1_000)
            .min(backoff::CAP_MS);
        self.not_before = now.plus(wait);
    }

    /// This phone's own file could not be read just now: asked again after a while, and not at once for ever.
    pub fn stumbled(&mut self, now: Millis) {
        self.woken = false;
        self.not_before = now.plus(LOOK_FRONT_MS);
    }

    /// Whether the server may be asked to say when there is something new: somebody looks, and it answers well.
    fn listens(&self) -> bool {
        self.front && self.hold.is_none() && self.failures == 0 && self.last_done.is_some()
    }

    /// What to do with the line on which the server says that there is something new. `held`: there is one.
    pub fn line(&mut self, now: Millis, conn: &Connection, held: bool) -> StoreResult<LineStep> {
        let wanted = self.listens();
        self.live.step(now, wanted, held, || have(conn))
    }

    /// Takes in what came over that line. True: hang up.
    pub fn said(&mut self, now: Millis, said: Said<'_>, chance: u16) -> bool {
        let ended = self.live.said(now, said, chance);
        if ended && !self.live.is_open() {
            // Nobody says any more when there is something new.
            self.not_before = self.not_before.min(now.plus(LOOK_FRONT_MS));
        }
        ended
    }

    /// When [`Self::step`] should be asked again, where time alone decides.
    pub fn due(&self) -> Option<Millis> {
        let barred = matches!(self.hold, Some(Hold::UpdateWanted | Hold::SignedOut));
        let now = self.woken || self.live.has_news();
        (!self.busy && !barred && !self.idle).then_some(if now { Millis(0) } else { self.not_before })
    }

    /// The same for [`Self::line`].
    pub fn line_due(&self) -> Option<Millis> {
        self.live.due(self.listens())
    }
}

/// How far this phone has everything that it has heard of.
fn have(conn: &Connection) -> StoreResult<Mark> {
    Ok(Mark::of(outbox::cursors(conn)?))
}

/// Whether this profile has a session with the server.
pub fn is_joined(conn: &Connection) -> StoreResult<bool> {
    Ok(open::fact(conn, "joined")?.is_some())
}

/// Whether more than the joining may leave the phone.
pub fn may_share(conn: &Connection, account: AccountId) -> StoreResult<bool> {
    Ok(people::member(conn, account)?.is_some_and(|m| m.may_share()))
}
