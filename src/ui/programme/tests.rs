#![allow(clippy::unwrap_used)]

use super::rules::{Compare, Rules};
use super::*;
use crate::profiles::tests::in_all;
use qadam_domain::Plan;
use qadam_domain::progress::{Input, progress};

fn view() -> PackMoveView {
    let pack = qadam_domain::Pack::shipped().unwrap();
    let mut newer = pack.clone();
    newer.version = "2021".into();
    newer.levels[0].requirements.insert("work".into(), vec![]);
    let enrolment = qadam_domain::Enrolment {
        pack: pack.id.clone(),
        version: pack.version.clone(),
        level: "bronze".into(),
        start: "2026-01-05".parse().unwrap(),
        birth: "2009-03-01".parse().unwrap(),
        awards: vec![],
        carried: vec![],
    };
    let plan = Plan::default();
    let of = |pack: &qadam_domain::Pack| {
        progress(Input {
            pack,
            enrolment: &enrolment,
            plan: &plan,
            entries: &[],
            open_reports: 0,
            today: enrolment.start,
        })
    };
    PackMoveView {
        from: pack.version.clone(),
        to: newer.version.clone(),
        names: newer.names.clone(),
        sources: vec![],
        before: of(&pack),
        after: of(&newer),
    }
}

#[test]
fn a_newer_version_shows_what_differs_and_nothing_else() {
    let [kk, ru, en] = in_all(|| rsx! { Compare { view: view() } });
    assert!(en.contains("Work experience") && en.contains("20 h") && en.contains("not asked"), "{en}");
    assert!(!en.contains("Reading") && !en.contains("Sport"), "what stays is not in the way: {en}");
    assert!(kk.contains("Еңбек тәжірибесі") && ru.contains("Трудовая практика"));
}

#[test]
fn the_rules_name_their_version_and_sources() {
    let view = || ProgrammesView {
        current: "elbasy-medali".into(),
        version: "2020".into(),
        all: vec![],
        newer: None,
        awards: vec![],
    };
    let [kk, ru, en] = in_all(move || rsx! { Rules { view: view() } });
    // What gold asks, in words; and which rule a source is of.
    assert!(en.contains("66 weeks with at least 1 h in 7 days, 78 h in all"), "{en}");
    assert!(en.contains("18 books") && en.contains("72 h, confirmed by whoever is in charge"), "{en}");
    assert!(kk.contains("66 апта") && kk.contains("Деңгейлердің талаптары"), "{kk}");
    assert!(ru.contains("18 книг") && ru.contains("Требования уровней"), "{ru}");
    for html in [kk, ru, en] {
        assert!(html.contains("2020") && html.contains("adilet.zan.kz"), "{html}");
    }
}
