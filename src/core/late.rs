//! What neither a start nor the first entries need: rare commands, the views of other places, the line to
//! the server.
//!
//! Natively all of it is there from the start. In the browser it is a file of its own, which comes behind the
//! running app (`tools/web-build.sh`): the actor reaches it through one function alone, [`work`], so that
//! what only this leads to can be cut off. What is wanted earlier waits in the actor.

use qadam_domain::{OpId, ProfileId};
use qadam_door::command::Outcome;
use qadam_door::{Command, Frame, Query};
use qadam_platform::{HttpError, HttpReply, Platform, Spoken};

use crate::fault::Try;
use crate::line::{self, Keep, Outgoing};
use crate::phone::Phone;
use crate::{commands, views};

/// What is to be done.
#[allow(clippy::large_enum_variant)] // one at a time, on its way
pub enum Job {
    /// [`commands::rare`].
    Run(OpId, Command),
    /// [`views::rare`].
    View(Query),
    /// [`line::next`].
    Next,
    /// [`line::answered`].
    Answered(Outgoing, Result<HttpReply, HttpError>),
    /// [`line::hold`]: the line of this profile is open, or none is.
    Line(Option<ProfileId>),
    /// [`line::said`] on the line of this profile.
    Said(ProfileId, Option<Result<Spoken, HttpError>>),
}

/// What came of it.
#[allow(clippy::large_enum_variant)]
pub enum Done {
    /// Of [`Job::Run`].
    Run(Try<Outcome>),
    /// Of [`Job::View`].
    View(Try<Frame>),
    /// Of [`Job::Next`].
    Next(Option<Outgoing>),
    /// Of [`Job::Answered`], and of a file that turned out to be damaged: whether views may have changed.
    Changed(bool),
    /// Of [`Job::Line`].
    Line(Keep),
    /// Of [`Job::Said`]: whether to hang up.
    Said(bool),
}

// What people wrote is in them: it must not come into a log with a `{:?}`.
impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

impl std::fmt::Debug for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Done")
    }
}

/// The one way in: [`work`] itself, or what leads to it.
pub type Work<P> = fn(&mut Phone<P>, Job) -> Done;

/// Does it.
pub fn work<P: Platform>(phone: &mut Phone<P>, job: Job) -> Done {
    match job {
        Job::Run(op, command) => Done::Run(commands::rare(phone, op, command)),
        Job::View(query) => Done::View(views::rare(phone, &query)),
        Job::Next => match line::next(phone) {
            Ok(call) => Done::Next(call),
            Err(line::Healed) => Done::Changed(true),
        },
        Job::Answered(call, answer) => Done::Changed(line::answered(phone, &call, answer)),
        Job::Line(held) => Done::Line(line::hold(phone, held)),
        Job::Said(who, said) => Done::Said(line::said(phone, who, said)),
    }
}
