//! What was written on top of something refused, in one batch.

use qadam_domain::OpId;
use qadam_protocol::op::Op;
use qadam_protocol::sync::{Code, OpResult};
use std::borrow::Cow;
use std::collections::HashMap;

/// Ops of a batch that were refused, and what each of them was to replace. A phone that does not know of the
/// refusal yet has gone on from there: the correction of a refused edit replaces what that edit was to replace,
/// and does not stand beside it as if two phones had edited. (A phone that knows says so itself.)
#[derive(Debug, Default)]
pub struct Refused(HashMap<OpId, Option<OpId>>);

impl Refused {
    /// The op on the base that is there.
    pub fn on_what_stands<'a>(&self, op: &'a Op) -> Cow<'a, Op> {
        match op.base.and_then(|base| self.0.get(&base)) {
            Some(base) => Cow::Owned(Op { base: *base, ..op.clone() }),
            None => Cow::Borrowed(op),
        }
    }

    /// Takes the answer to an op in, as [`Self::on_what_stands`] gave it.
    pub fn note(&mut self, op: &Op, result: &OpResult) {
        // Where the id is another op's, that one may well stand: it is no base that is missing.
        if matches!(result, OpResult::Rejected { code } if *code != Code::OpIdReused) {
            self.0.insert(op.op_id, op.base);
        }
    }
}
