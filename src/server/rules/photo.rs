//! Who may send and see pictures: pictures go where the rows of their participant go.

use qadam_protocol::account::Role;
use qadam_protocol::record::Member;
use qadam_protocol::sync::Code;

use super::{WAIT_S, waits_for};
use crate::store::Caller;

/// Whether somebody who sees the rows of a participant may send pictures of theirs.
///
/// # Errors
/// Why not, and after how many seconds it is worth another try, where it ever is.
pub fn may_send(caller: &Caller, member: &Member) -> Result<(), (Code, Option<u32>)> {
    if caller.role != Role::Participant || caller.account != member.participant {
        return Err((Code::Forbidden, None));
    }
    waits_for(Some(member)).map_or(Ok(()), |code| Err((code, Some(WAIT_S))))
}
