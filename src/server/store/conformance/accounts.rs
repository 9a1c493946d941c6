//! Joining, signing in and out, inviting.

use super::*;
use crate::fixtures::DAY_MS;
use crate::rules::{INVITE_DAYS, INVITE_USES, INVITES_MAX};
use qadam_protocol::record::MemberStanding;

pub(crate) async fn a_join_is_repeated_with_the_same_answer(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let j = joining(w.invite(&w.mentor).await);
    let first = w.store.join(j.clone(), NOON).await.unwrap().unwrap();
    assert_eq!((first.standing, first.mentor), (MemberStanding::Asked, w.mentor.account));
    assert_eq!(first.mentor_name, "Айгүл Сейтқали");

    // The reply was lost; meanwhile the mentor has accepted. The words of the answer stay.
    w.apply(&w.mentor, op(j.account, Payload::MemberAccept)).await;
    let later = NOON.plus(90 * DAY_MS);
    let (a, b) = tokio::join!(w.store.join(j.clone(), later), w.store.join(j.clone(), later));
    assert_eq!(a.unwrap().unwrap(), first);
    assert_eq!(b.unwrap().unwrap(), first);
    let rows = w.rows(&w.mentor, j.account).await;
    assert_eq!(rows.len(), 1, "one member row: {rows:?}");

    let other = Joining { request: secret::request(&[b"other words"]), ..j.clone() };
    assert_eq!(w.store.join(other, NOON).await.unwrap(), Err(Code::OpIdReused));
    let id_of_a_sign_in = signing_in(j.recovery);
    w.store.sign_in(id_of_a_sign_in.clone(), NOON).await.unwrap().unwrap();
    let crossed = Joining {
        join_id: id_of_a_sign_in.join_id,
        request: id_of_a_sign_in.request,
        ..joining(w.invite(&w.mentor).await)
    };
    assert_eq!(w.store.join(crossed, NOON).await.unwrap(), Err(Code::OpIdReused));
}

pub(crate) async fn joining_codes_end_and_run_out(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let refused = Err(Code::CodeInvalid);
    assert_eq!(w.store.join(joining(hashed(CodeKind::Joining)), NOON).await.unwrap(), refused);

    let code = w.invite(&w.mentor).await;
    let ends = NOON.plus(INVITE_DAYS * DAY_MS);
    assert_eq!(w.store.join(joining(code), ends).await.unwrap(), refused);
    for _ in 0..INVITE_USES {
        w.store.join(joining(code), ends.plus(-1)).await.unwrap().unwrap();
    }
    assert_eq!(w.store.join(joining(code), NOON).await.unwrap(), refused);

    let nameless = Joining { name: "  ".into(), ..joining(w.invite(&w.mentor).await) };
    assert_eq!(w.store.join(nameless, NOON).await.unwrap(), Err(Code::Invalid));
}

pub(crate) async fn joining_touches_nobody_elses_account(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let mine = joining(w.invite(&w.mentor).await);
    w.store.join(mine.clone(), NOON).await.unwrap().unwrap();
    let code = w.invite(&w.mentor).await;
    for thief in [
        Joining { account: mine.account, ..joining(code) },
        Joining { account: w.mentor.account, ..joining(code) },
        Joining { token: mine.token, ..joining(code) },
        Joining { recovery: mine.recovery, ..joining(code) },
        Joining { account: mine.account, token: mine.token, ..joining(code) },
    ] {
        assert_eq!(w.store.join(thief, NOON).await.unwrap(), Err(Code::Forbidden));
    }
    assert_eq!(w.rows(&w.mentor, mine.account).await.len(), 1);
}

pub(crate) async fn somebody_declined_may_ask_another_mentor(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let first = Joining { minor: true, ..joining(w.invite(&w.mentor).await) };
    w.store.join(first.clone(), NOON).await.unwrap().unwrap();
    w.apply(&w.mentor, op(first.account, Payload::MemberDecline)).await;

    let other = add_mentor(w.store.as_ref()).await;
    let again = Joining {
        account: first.account,
        device: first.device,
        token: first.token,
        minor: false,
        ..joining(w.invite(&other).await)
    };
    let member = w.store.join(again, NOON.plus(1)).await.unwrap().unwrap();
    assert_eq!((member.mentor, member.standing), (other.account, MemberStanding::Asked));
    assert!(member.minor, "once known to be a minor, always until a birthday says otherwise");

    let before = Cursor { scope: first.account, version: 2 };
    assert_eq!(w.pull(&w.mentor, &[before]).await.lost, [first.account]);
    assert_eq!(w.rows(&other, first.account).await.len(), 1);
    let accept = op(first.account, Payload::MemberAccept);
    assert_eq!(w.one(&w.mentor, accept.clone()).await, rejected(Code::Forbidden));
    w.apply(&other, op(first.account, Payload::MemberAccept)).await;

    // Who was taken in does not slip away to somebody else's group.
    let away = Joining {
        account: first.account,
        device: first.device,
        token: first.token,
        ..joining(w.invite(&w.mentor).await)
    };
    assert_eq!(w.store.join(away, NOON).await.unwrap(), Err(Code::Invalid));
}

pub(crate) async fn a_sign_in_code_works_once(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let j = joining(w.invite(&w.mentor).await);
    w.store.join(j.clone(), NOON).await.unwrap().unwrap();

    let s = signing_in(j.recovery);
    let first = w.store.sign_in(s.clone(), NOON).await.unwrap().unwrap();
    assert_eq!((first.id, first.role), (j.account, Role::Participant));
    assert_eq!(w.store.sign_in(s.clone(), NOON).await.unwrap().unwrap(), first, "a repeat says the same");
    assert_eq!(w.store.sign_in(signing_in(j.recovery), NOON).await.unwrap(), Err(Code::CodeInvalid));
    // Both phones are in; the next code is the one that the second phone made.
    assert!(w.store.authenticate(j.token).await.unwrap().is_some());
    assert!(w.store.authenticate(s.token).await.unwrap().is_some());
    w.store.sign_in(signing_in(s.recovery), NOON).await.unwrap().unwrap();

    let other_words = SigningIn { request: secret::request(&[b"x"]), ..s.clone() };
    assert_eq!(w.store.sign_in(other_words, NOON).await.unwrap(), Err(Code::OpIdReused));

    let code = hashed(CodeKind::SignIn);
    w.store.issue_sign_in(j.account, code, NOON.plus(DAY_MS), NOON).await.unwrap().unwrap();
    let late = w.store.sign_in(signing_in(code), NOON.plus(DAY_MS)).await.unwrap();
    assert_eq!(late, Err(Code::CodeInvalid));
    let with_known_token = SigningIn { token: s.token, ..signing_in(code) };
    assert_eq!(w.store.sign_in(with_known_token, NOON).await.unwrap(), Err(Code::Forbidden));
    let nobody = w.store.issue_sign_in(AccountId(uuid()), hashed(CodeKind::SignIn), NOON, NOON).await;
    assert_eq!(nobody.unwrap(), Err(Code::NotFound));
}

pub(crate) async fn a_token_ends_and_stays_ended(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let j = joining(w.invite(&w.mentor).await);
    w.store.join(j.clone(), NOON).await.unwrap().unwrap();
    assert_eq!(w.store.authenticate(token()).await.unwrap(), None);
    w.store.sign_out(j.token, NOON).await.unwrap();
    w.store.sign_out(j.token, NOON).await.unwrap();
    w.store.sign_out(token(), NOON).await.unwrap();
    assert_eq!(w.store.authenticate(j.token).await.unwrap(), None);
    // A repeat of the joining does not bring it back.
    w.store.join(j.clone(), NOON).await.unwrap().unwrap();
    assert_eq!(w.store.authenticate(j.token).await.unwrap(), None);

    // A new sign-in on the same installation ends the token before it.
    let s = SigningIn { device: DeviceId(uuid()), ..signing_in(j.recovery) };
    w.store.sign_in(s.clone(), NOON).await.unwrap().unwrap();
    let again = SigningIn { device: s.device, ..signing_in(s.recovery) };
    w.store.sign_in(again.clone(), NOON).await.unwrap().unwrap();
    assert_eq!(w.store.authenticate(s.token).await.unwrap(), None);
    assert!(w.store.authenticate(again.token).await.unwrap().is_some());
}

pub(crate) async fn invites_are_repeatable_and_limited(store: Arc<dyn Store>) {
    let w = World::new(store).await;
    let code = hashed(CodeKind::Joining);
    let first = w.store.invite(w.mentor.account, code, NOON).await.unwrap().unwrap();
    assert_eq!((first.expires_at, first.uses_left), (NOON.plus(INVITE_DAYS * DAY_MS), INVITE_USES));
    let repeat = w.store.invite(w.mentor.account, code, NOON.plus(5)).await.unwrap().unwrap();
    assert_eq!(repeat, first);
    let other = add_mentor(w.store.as_ref()).await;
    assert_eq!(w.store.invite(other.account, code, NOON).await.unwrap(), Err(Code::CodeInvalid));
    for _ in 1..INVITES_MAX {
        w.invite(&w.mentor).await;
    }
    let one_more = w.store.invite(w.mentor.account, hashed(CodeKind::Joining), NOON).await.unwrap();
    assert_eq!(one_more, Err(Code::TooMany));
    let later = NOON.plus(INVITE_DAYS * DAY_MS);
    w.store.invite(w.mentor.account, hashed(CodeKind::Joining), later).await.unwrap().unwrap();
}
