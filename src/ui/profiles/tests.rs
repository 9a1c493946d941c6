#![allow(clippy::unwrap_used)]

use std::rc::Rc;

use qadam_domain::Pack;
use uuid::Uuid;

use super::*;
use crate::gate::Mentor;

type Screen = Rc<dyn Fn() -> Element>;

fn host((lang, screen): (Lang, Screen)) -> Element {
    let t = use_context_provider(|| T(Signal::new(Texts::new(lang))));
    let pack = use_signal(|| Pack::shipped().ok().map(Rc::new));
    use_context_provider(|| Programme { pack, t });
    let (shown, last) = (use_signal(|| None), use_signal(|| 0));
    use_context_provider(|| Toasts { shown, last, t });
    let mentor = use_memo(|| false);
    use_context_provider(|| Mentor(mentor));
    screen()
}

/// A screen as HTML, in a language, with the shipped programme and a door behind which nobody answers.
pub(crate) fn page(lang: Lang, screen: Screen) -> String {
    // The core's end is kept: a door without one would answer with an error.
    let (door, core) = qadam_door::door();
    let mut dom = VirtualDom::new_with_props(host, (lang, screen)).with_root_context(door);
    dom.rebuild_in_place();
    let html = dioxus_ssr::render(&dom);
    drop(core);
    html
}

/// Every language draws it, with all its texts.
pub(crate) fn in_all(screen: impl Fn() -> Element + 'static) -> [String; 3] {
    let screen: Screen = Rc::new(screen);
    Lang::ALL.map(|lang| {
        // Which spaces hold lines together is tested where they are set.
        let html = page(lang, screen.clone()).replace('\u{a0}', " ");
        assert!(!html.contains('⟦'), "{lang:?}: a text is missing in {html}");
        assert!(!html.contains("{$"), "{lang:?}: an argument is missing in {html}");
        html
    })
}

pub(crate) fn card(n: u128, name: &str, role: Role, has_pin: bool) -> ProfileCard {
    ProfileCard { id: ProfileId(Uuid::from_u128(n)), name: name.to_owned(), role, has_pin }
}

pub(crate) fn boot(profiles: Vec<ProfileCard>) -> BootView {
    BootView {
        language: None,
        theme: "auto".into(),
        text_size: 100,
        profiles,
        open: None,
        role: None,
        enrolled: false,
        sign_in: None,
        notices: Vec::new(),
        today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
    }
}

#[test]
fn the_chooser_names_everybody_and_says_who_has_a_pin() {
    let [kk, ru, en] = in_all(|| {
        let people = vec![
            card(1, "Әсел Нұрланқызы", Role::Participant, true),
            card(2, "", Role::Participant, false),
            card(3, "<b>Гүлнар</b>", Role::Mentor, false),
        ];
        rsx! { Chooser { boot: boot(people) } }
    });
    assert!(kk.contains("Бұл кім?") && ru.contains("Кто это?") && en.contains("Who is it?"));
    for html in [&kk, &ru, &en] {
        assert!(html.contains("Әсел Нұрланқызы"));
        assert!(!html.contains("<b>Гүлнар"), "names are text, never markup");
    }
    assert!(en.contains("opens with a PIN") && en.contains("No name yet"));
}

#[test]
fn the_pin_pad_has_ten_digits_with_names() {
    let [_, _, en] =
        in_all(|| rsx! { pin::PinPad { card: card(1, "Асқар", Role::Participant, true), onback: |()| {} } });
    for d in '0'..='9' {
        assert!(en.contains(&format!(">{d}</button>")), "{d}");
    }
    assert!(en.contains("Delete the last digit") && en.contains("PIN of Асқар"));
}

#[test]
fn every_state_of_a_sign_in_says_what_happens_and_can_be_left() {
    let states = [SignIn::Waiting, SignIn::Offline, SignIn::Server, SignIn::Refused, SignIn::UpdateWanted];
    let mut seen = Vec::new();
    for state in states {
        let [_, _, en] = in_all(move || rsx! { SigningIn { state } });
        assert!(en.contains("Cancel signing in"));
        assert!(!seen.contains(&en), "each state has words of its own");
        seen.push(en);
    }
}

#[test]
fn other_tabs_a_dead_core_and_notices_are_said() {
    let [.., en] = in_all(|| rsx! { OtherTab { moved: false } });
    assert!(en.contains("Continue here"));
    let [.., en] = in_all(|| rsx! { OtherTab { moved: true } });
    assert!(en.contains("Reload"));
    let [.., en] = in_all(|| rsx! { CoreFailed {} });
    assert!(en.contains("safe on this phone"));
    let [.., en] = in_all(|| {
        let kind =
            NoticeKind::Damaged { kept_as: "profile-1.damaged-2".into(), at: Millis(1_763_700_000_000) };
        // A moment that no calendar has must not break the page either.
        let odd = NoticeKind::Damaged { kept_as: String::new(), at: Millis(i64::MAX) };
        let notices = vec![
            Notice { id: 1, kind },
            Notice { id: 2, kind: odd },
            Notice { id: 3, kind: NoticeKind::NotPersistent },
        ];
        rsx! { Notices { notices } }
    });
    assert!(en.contains("profile-1.damaged-2") && en.contains("21 November 2025"));
    assert_eq!(en.matches("Understood").count(), 3);
    let [.., none] = in_all(|| rsx! { Notices { notices: Vec::new() } });
    assert!(!none.contains("notice"));
}
