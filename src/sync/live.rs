//! The line on which the server says that there is something new (`docs/protocol.md`, "Live"): when to hold one,
//! and what is said on it.
//!
//! Only a reason to look sooner comes of it. A phone whose line breaks, or which has none, looks now and then as
//! always, and loses nothing but time. It is held while the app is in front and the server answers well; where
//! words do not come through as they are said (some proxies gather them) the phone asks one question after the
//! other, each of which the server answers when there is something new.

use qadam_domain::Millis;
use qadam_protocol::live::{BEAT_S, EVENTS, LIVE, LiveReply, Mark};

use crate::backoff;

/// The first word comes at once; on the slowest links that takes this long, in milliseconds.
const FIRST_MS: i64 = 30_000;
/// A line that was quiet for two beats and a slow link is cut, in milliseconds.
const QUIET_MS: i64 = BEAT_S as i64 * 2_000 + 20_000;
/// A question that was answered sooner than this, in milliseconds, with what was known already: something between
/// answers in the server's place, and asking at once would never end.
const HASTY_MS: i64 = 5_000;
/// Longest word that is waited for, in bytes.
const WORD_MAX: usize = 4_096;

/// What to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveCall {
    /// Path on the server.
    pub path: String,
    /// The wanted media type.
    pub accept: &'static str,
}

/// What to do with the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineStep {
    /// Leave it as it is.
    Keep,
    /// Open one, then tell [`crate::Machine::said`] what comes.
    Open(LiveCall),
    /// Hang up.
    Close,
}

/// What came over the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said<'a> {
    /// An answer has begun.
    Begun(u16),
    /// A piece of it.
    Bytes(&'a [u8]),
    /// It is over, well or not.
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Closed,
    /// Since a moment.
    Asked,
    /// The server has answered, and said nothing yet.
    Begun,
    /// It has said where we are.
    Open,
}

/// One phone's line.
#[derive(Debug)]
pub(crate) struct Live {
    state: State,
    /// Words do not come through: one question after the other.
    asks: bool,
    failures: u32,
    not_before: Millis,
    asked_at: Millis,
    heard_at: Millis,
    told: Option<Mark>,
    /// Told since it was last looked at.
    news: bool,
    text: Vec<u8>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            state: State::Closed,
            asks: false,
            failures: 0,
            not_before: Millis(0),
            asked_at: Millis(0),
            heard_at: Millis(0),
            told: None,
            news: false,
            text: Vec::new(),
        }
    }
}

impl Live {
    /// The app came to the front, or the network is another one.
    pub(crate) fn afresh(&mut self) {
        (self.asks, self.failures, self.not_before) = (false, 0, Millis(0));
    }

    /// Somebody says when there is something new.
    pub(crate) fn is_open(&self) -> bool {
        self.state == State::Open || (self.asks && self.told.is_some() && self.failures == 0)
    }

    /// What was told since the last look.
    pub(crate) fn news(&mut self) -> Option<Mark> {
        std::mem::take(&mut self.news).then_some(self.told).flatten()
    }

    /// Whether there is news that nobody has looked at.
    pub(crate) fn has_news(&self) -> bool {
        self.news
    }

    fn deadline(&self) -> Millis {
        match (self.state, self.asks) {
            (State::Closed, _) => self.not_before,
            (State::Asked | State::Begun, false) => self.asked_at.plus(FIRST_MS),
            (State::Asked | State::Begun, true) => self.asked_at.plus(QUIET_MS),
            (State::Open, _) => self.heard_at.plus(QUIET_MS),
        }
    }

    /// When [`Self::step`] should be asked again.
    pub(crate) fn due(&self, wanted: bool) -> Option<Millis> {
        (wanted || self.state != State::Closed).then(|| self.deadline())
    }

    /// What to do. `held`: there is a line. `have`: how far the phone has everything.
    pub(crate) fn step<E>(
        &mut self,
        now: Millis,
        wanted: bool,
        held: bool,
        have: impl FnOnce() -> Result<Mark, E>,
    ) -> Result<LineStep, E> {
        if !held {
            self.state = State::Closed;
        }
        if held && (!wanted || self.state == State::Closed) {
            self.close();
            return Ok(LineStep::Close);
        }
        // A clock that was set back waits for nothing.
        let over = now >= self.deadline() || now < self.asked_at;
        if held && over {
            match (self.state, self.asks) {
                // It answers, but nothing comes through.
                (State::Begun, false) => (self.asks, self.not_before) = (true, now),
                _ => self.failed(now, u16::MAX / 2),
            }
            self.close();
            return Ok(LineStep::Close);
        }
        if held || !wanted || !over {
            return Ok(LineStep::Keep);
        }
        let have = match self.told {
            Some(mark) => mark,
            None => have()?,
        };
        (self.state, self.asked_at, self.heard_at) = (State::Asked, now, now);
        self.text.clear();
        Ok(LineStep::Open(if self.asks {
            LiveCall { path: format!("{LIVE}?have={have}"), accept: qadam_protocol::wire::JSON }
        } else {
            LiveCall { path: LIVE.to_owned(), accept: EVENTS }
        }))
    }

    fn close(&mut self) {
        self.state = State::Closed;
        self.text.clear();
    }

    fn failed(&mut self, now: Millis, chance: u16) {
        self.failures = self.failures.saturating_add(1);
        self.not_before = now.plus(backoff::wait_ms(self.failures, chance));
    }

    fn tell(&mut self, mark: Mark) {
        self.news |= self.told != Some(mark);
        self.told = Some(mark);
        self.failures = 0;
    }

    /// Takes in what was said. True: the line is no more, hang up.
    pub(crate) fn said(&mut self, now: Millis, said: Said<'_>, chance: u16) -> bool {
        match said {
            Said::Begun(200) => self.state = State::Begun,
            // Not signed in, not known to this server, no room: the syncs say what is to be said.
            Said::Begun(_) => {
                self.failed(now, chance);
                self.close();
                return true;
            }
            Said::Bytes(bytes) => {
                self.heard_at = now;
                self.text.extend_from_slice(bytes);
                if !self.asks {
                    self.words();
                }
                if self.text.len() > WORD_MAX {
                    self.failed(now, chance);
                    self.close();
                    return true;
                }
            }
            Said::End => {
                let answer =
                    self.asks.then(|| serde_json::from_slice::<LiveReply>(&self.text).ok()).flatten();
                match answer {
                    Some(LiveReply { mark })
                        if self.told != Some(mark) || self.asked_at.plus(HASTY_MS) <= now =>
                    {
                        self.tell(mark);
                        self.not_before = now;
                    }
                    _ => self.failed(now, chance),
                }
                self.close();
                return true;
            }
        }
        false
    }

    /// Reads the words that are whole: of events only what they say (`data:`).
    fn words(&mut self) {
        while let Some(end) = self.text.iter().position(|b| *b == b'\n') {
            let word: Vec<u8> = self.text.drain(..=end).collect();
            let mark =
                std::str::from_utf8(&word).ok().and_then(|w| w.strip_prefix("data:")?.trim().parse().ok());
            if let Some(mark) = mark {
                self.state = State::Open;
                self.tell(mark);
            }
        }
    }
}
