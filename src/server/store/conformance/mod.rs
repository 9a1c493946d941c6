//! What every database must do, whatever its name. A backend runs the whole suite with
//! `conformance!(module_name, a function that gives an empty store, one that gives two on one database)`, or
//! goes through [`list`].

mod accounts;
mod copies;
mod erasure;
mod moving;
mod nodes;
mod ops;
mod pulls;
mod reports;

pub(crate) use accounts::*;
pub(crate) use copies::*;
pub(crate) use erasure::*;
pub(crate) use moving::*;
pub(crate) use nodes::*;
pub(crate) use ops::*;
pub(crate) use pulls::*;
pub(crate) use reports::*;

use futures_util::future::BoxFuture;
use qadam_domain::code::CodeKind;
use qadam_domain::{AccountId, DeviceId, JoinId, Millis, OpId};
use qadam_protocol::account::{Role, Token};
use qadam_protocol::check::{Check, RANGES};
use qadam_protocol::op::{Op, Payload};
use qadam_protocol::record::{Body, Member, Record};
use qadam_protocol::sync::{Code, Cursor, Group, OpResult};
use std::sync::Arc;

use super::{Caller, Have, Joining, Page, Pulled, SigningIn, Store};
use crate::fixtures::{self, NOON, chat, op, uuid};
use crate::secret::{self, Hashed};

/// A page that everything fits into.
pub(crate) const WIDE: Page = Page { records: 10_000, bytes: usize::MAX };

/// The laws: those of one store, and those of two stores on one database.
macro_rules! laws {
    ($then:ident $(, $with:tt)*) => {
        $crate::store::conformance::$then! { @ ($($with)*)
            one:
                a_join_is_repeated_with_the_same_answer, joining_codes_end_and_run_out,
                joining_touches_nobody_elses_account, somebody_declined_may_ask_another_mentor,
                a_sign_in_code_works_once, a_token_ends_and_stays_ended, invites_are_repeatable_and_limited,
                a_resend_changes_nothing, any_resend_of_a_long_history_changes_nothing, five_at_once_are_one, an_id_is_never_two_ops,
                nothing_but_the_joining_before_it_is_time, a_birth_date_outweighs_a_claim_of_age,
                everybody_does_only_their_part, broken_ops_hold_up_nobody,
                a_word_on_a_plan_stays_with_that_plan, a_stale_edit_stands_beside_the_newer_one, an_older_phone_takes_no_photos_away,
                a_correction_of_what_was_refused_replaces, removing_and_bringing_back,
                the_conversation_has_one_order,
                a_report_lives_through_its_revisions, only_the_first_decision_takes_effect,
                an_entry_is_in_one_open_report, a_birth_date_stays_once_something_was_decided,
                what_a_report_holds_stays_readable,
                a_decision_fits_its_report,
                any_page_size_gives_the_same_feed, pulls_skip_nothing_while_others_write,
                a_mentor_pulls_their_own_and_loses_what_is_lost, a_group_in_short_is_as_good_as_each_scope_named, who_sees_a_participant_is_who_pulls_them, a_cursor_from_the_future_starts_again, what_a_phone_lacks_comes_once_more,
                a_batch_is_as_good_as_its_ops_one_by_one,
                an_erased_person_is_gone_for_good, what_was_erased_stays_erased_in_an_older_copy,
                after_a_restore_what_an_op_stands_on_may_still_come, newest_is_where_a_pull_ends,
                a_moved_participant_goes_on_under_another_mentor,
                a_copied_installation_is_noticed_and_becomes_one_of_its_own,
                what_comes_again_while_something_waits_is_no_copys, what_is_decided_when_it_comes_again_is_no_copys
            two:
                what_one_server_commits_the_other_gives, five_at_once_on_two_servers_are_one,
                a_join_raced_on_two_servers_is_one, codes_raced_on_two_servers_are_used_once,
                a_pull_skips_nothing_while_two_servers_write,
                batches_over_several_scopes_stand_in_nobodys_way,
                an_erasure_among_writes_leaves_nothing_behind
        }
    };
}
pub(crate) use laws;

/// Runs each law of the suite as a test of its own.
macro_rules! conformance {
    ($module:ident, $make:ident, $make_two:ident) => {
        mod $module {
            $crate::store::conformance::laws!(conformance, $make, $make_two);
        }
    };
    (@ ($make:ident $make_two:ident) one: $($law:ident),+ two: $($other:ident),+) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $law() {
                $crate::store::conformance::$law(super::$make()).await;
            }
        )+
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $other() {
                $crate::store::conformance::$other(super::$make_two()).await;
            }
        )+
    };
}
pub(crate) use conformance;

/// Two servers on one database.
pub(crate) type Two = (Arc<dyn Store>, Arc<dyn Store>);

/// A law with its name; it takes as many stores as it wants, all on one fresh database.
pub(crate) enum Law {
    One(&'static str, fn(Arc<dyn Store>) -> BoxFuture<'static, ()>),
    Two(&'static str, fn(Two) -> BoxFuture<'static, ()>),
}

impl Law {
    pub(crate) fn name(&self) -> &'static str {
        let (Self::One(name, _) | Self::Two(name, _)) = self;
        name
    }
}

/// All laws as a list, for a backend whose databases are dear: they share a test.
macro_rules! all_laws {
    (@ () one: $($law:ident),+ two: $($other:ident),+) => {
        vec![
            $(Law::One(stringify!($law), |s| Box::pin($law(s))),)+
            $(Law::Two(stringify!($other), |s| Box::pin($other(s))),)+
        ]
    };
}
pub(crate) use all_laws;

/// See [`Law`].
pub(crate) fn list() -> Vec<Law> {
    laws!(all_laws)
}

/// A store with a mentor in it.
pub(crate) struct World {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) mentor: Caller,
}

pub(crate) fn token() -> Hashed {
    let text = format!("{}{}", uuid().simple(), uuid().simple());
    secret::token(&Token(text)).unwrap()
}

pub(crate) fn hashed(kind: CodeKind) -> Hashed {
    secret::code(&fixtures::code(kind)).unwrap().0
}

/// A joining with everything fresh.
pub(crate) fn joining(code: Hashed) -> Joining {
    Joining {
        join_id: JoinId(uuid()),
        request: secret::request(&[uuid().as_bytes()]),
        code,
        account: AccountId(uuid()),
        device: DeviceId(uuid()),
        token: token(),
        recovery: hashed(CodeKind::SignIn),
        name: "Әсел Нұрланқызы".into(),
        minor: false,
    }
}

pub(crate) fn signing_in(code: Hashed) -> SigningIn {
    SigningIn {
        join_id: JoinId(uuid()),
        request: secret::request(&[uuid().as_bytes()]),
        code,
        device: DeviceId(uuid()),
        token: token(),
        recovery: hashed(CodeKind::SignIn),
    }
}

impl World {
    pub(crate) async fn new(store: Arc<dyn Store>) -> Self {
        let mentor = add_mentor(store.as_ref()).await;
        Self { store, mentor }
    }

    pub(crate) async fn invite(&self, mentor: &Caller) -> Hashed {
        let code = hashed(CodeKind::Joining);
        self.store.invite(mentor.account, code, NOON).await.unwrap().unwrap();
        code
    }

    pub(crate) async fn join(&self, minor: bool) -> (Caller, Member) {
        let j = Joining { minor, ..joining(self.invite(&self.mentor).await) };
        let member = self.store.join(j.clone(), NOON).await.unwrap().unwrap();
        (self.store.authenticate(j.token).await.unwrap().unwrap(), member)
    }

    /// A participant who was taken in.
    pub(crate) async fn participant(&self) -> Caller {
        let (caller, _) = self.join(false).await;
        self.apply(&self.mentor, op(caller.account, Payload::MemberAccept)).await;
        caller
    }

    pub(crate) async fn push(&self, caller: &Caller, ops: Vec<Op>) -> Vec<OpResult> {
        self.push_at(caller, ops, NOON).await
    }

    pub(crate) async fn push_at(&self, caller: &Caller, ops: Vec<Op>, now: Millis) -> Vec<OpResult> {
        let ids: Vec<_> = ops.iter().map(|o| o.op_id).collect();
        let acks = self.store.push(*caller, ops, now).await.unwrap();
        assert_eq!(acks.iter().map(|a| a.op_id).collect::<Vec<_>>(), ids, "one answer each, in order");
        acks.into_iter().map(|a| a.result).collect()
    }

    pub(crate) async fn one(&self, caller: &Caller, op: Op) -> OpResult {
        self.push(caller, vec![op]).await.remove(0)
    }

    pub(crate) async fn apply(&self, caller: &Caller, op: Op) {
        assert_eq!(self.one(caller, op.clone()).await, OpResult::Applied, "{op:?}");
    }

    pub(crate) async fn pull(&self, caller: &Caller, cursors: &[Cursor]) -> Pulled {
        self.store.pull(*caller, cursors.to_vec().into(), WIDE).await.unwrap()
    }

    /// The rows of one scope as the caller sees them.
    pub(crate) async fn rows(&self, caller: &Caller, scope: AccountId) -> Vec<Record> {
        let pulled = self.pull(caller, &[]).await;
        pulled.scopes.into_iter().find(|s| s.scope == scope).map(|s| s.records).unwrap_or_default()
    }

    pub(crate) async fn bodies(&self, caller: &Caller, scope: AccountId) -> Vec<Body> {
        self.rows(caller, scope).await.into_iter().map(|r| r.body).collect()
    }
}

pub(crate) async fn add_mentor(store: &dyn Store) -> Caller {
    let id = AccountId(uuid());
    store.add_mentor(id, "Айгүл Сейтқали".into(), NOON).await.unwrap();
    let code = hashed(CodeKind::SignIn);
    store.issue_sign_in(id, code, NOON.plus(1), NOON).await.unwrap().unwrap();
    let s = signing_in(code);
    let account = store.sign_in(s.clone(), NOON).await.unwrap().unwrap();
    assert_eq!((account.id, account.role), (id, Role::Mentor));
    store.authenticate(s.token).await.unwrap().unwrap()
}

pub(crate) fn rejected(code: Code) -> OpResult {
    OpResult::Rejected { code }
}
