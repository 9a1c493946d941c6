//! Photos from the camera to the mentor's screen: two phones, a server, and a link that is cut.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use image::{ImageFormat, Rgb, RgbImage};
use qadam_domain::report::{Change, ItemDecision, Verdict};
use qadam_domain::{AccountId, EntryId, Photo};
use qadam_door::Fault;
use qadam_door::command::{Command, Draft, Outcome as Done};
use qadam_door::error::PictureFault;
use qadam_door::query::ask;
use qadam_door::view::{Hint, Hold, PhotoView};
use qadam_testkit::{Fate, Phone, draft, world};

/// A camera's file, another one for each number, that JPEG cannot make small.
fn file(n: u32) -> Vec<u8> {
    let mut noise = 0x9E37_79B9 ^ n;
    let picture = RgbImage::from_fn(1_600, 1_000, |x, y| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(x % 256) as u8, (y % 256) as u8, (noise >> 24) as u8])
    });
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

async fn photo(phone: &Phone, n: u32) -> Photo {
    match phone.run(Command::PhotoAdd { bytes: file(n) }).await {
        Done::Photo { photo } => photo,
        other => panic!("{other:?}"),
    }
}

async fn log(phone: &Phone, day: &str, photos: Vec<Photo>) -> EntryId {
    phone.log(Draft { photos, ..draft("sport", day, 45) }).await
}

async fn report(phone: &Phone, entries: Vec<EntryId>) -> qadam_domain::ReportId {
    let report = phone.ask(ask::ReportForm {}).await.report;
    phone.run(Command::ReportSubmit { report, entries, message: String::new() }).await;
    report
}

fn here(view: &PhotoView) -> bool {
    matches!(view, PhotoView::Here { src } if src.starts_with("data:image/jpeg;base64,"))
}

#[tokio::test(flavor = "current_thread")]
async fn a_photo_is_kept_at_once_arrives_in_parts_and_is_seen_by_the_mentor() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.participant("Ерлан", "gold", "2000-05-01").await;
        let who = phone.joins(&mentor, &code).await;

        w.link.set_down(true);
        let taken = photo(&phone, 1).await;
        assert_eq!((taken.width, taken.height), (1_280, 800));
        assert!(here(&phone.ask(ask::Photo { of: None, id: taken.thumb }).await));
        let entry = log(&phone, "2026-11-21", vec![taken, taken]).await;
        // A power cut: entry and photo were one commit.
        let phone = phone.restart();
        let view = phone.ask(ask::Entry { entry }).await;
        assert_eq!(view.row.photos, [taken], "the same one twice is one");
        assert!(here(&phone.ask(ask::Photo { of: None, id: taken.id }).await));
        let waits = phone.ask(ask::SyncStatus {}).await;
        assert_eq!(waits.photos.count, 1, "{waits:?}");
        assert!(waits.photos.bytes > u64::from(taken.size));

        // Replies are lost, parts arrive twice, and a hotel answers in between.
        w.link.set_down(false);
        w.link.fates([
            Fate::Through,
            Fate::ReplyLost,
            Fate::Twice,
            Fate::Nonsense(200, "text/html", "<html>Wi-Fi</html>".into()),
            Fate::Cut,
            Fate::Twice,
            Fate::ReplyLost,
        ]);
        phone.synced().await;
        let parts: Vec<usize> = w
            .link
            .seen()
            .iter()
            .filter(|(path, _)| {
                path.starts_with("/v1/photos/uploads/") && path.contains(&taken.id.to_string())
            })
            .map(|(_, body)| body.len())
            .collect();
        assert!(parts.len() > 2 && parts.iter().all(|n| *n <= 256 * 1024), "{parts:?}");
        let sent: usize = parts.iter().sum();
        // Twice what went twice, and no more than a part for each cut.
        assert!(sent < 2 * taken.size as usize + 3 * 256 * 1024, "{sent} for {}", taken.size);

        let report = report(&phone, vec![entry]).await;
        phone.synced().await;
        mentor.until(ask::Queue {}, |q| q.reports.iter().any(|r| r.card.id == report)).await;
        // The small one comes by itself, for reviewing without a network; the whole one when it is looked at.
        let fetched = |whole: bool| {
            let id = if whole { taken.id } else { taken.thumb };
            w.link.seen().iter().filter(|(path, _)| *path == format!("/v1/photos/{who}/{id}")).count()
        };
        for _ in 0..400 {
            if fetched(false) > 0 {
                break;
            }
            mentor.run(Command::SyncNow).await;
            mentor.until(ask::SyncStatus {}, |s| !s.sending).await;
            w.pass(70_000);
        }
        w.link.set_down(true);
        let review = mentor.ask(ask::Review { participant: who, report }).await;
        assert_eq!(review.entries[0].row.photos, [taken]);
        mentor.until(ask::Photo { of: Some(who), id: taken.thumb }, here).await;
        let whole = ask::Photo { of: Some(who), id: taken.id };
        mentor.until(whole.clone(), |v| *v == PhotoView::Offline || *v == PhotoView::Coming).await;
        assert_eq!(fetched(true), 0);
        w.link.set_down(false);
        mentor.run(Command::SyncNow).await;
        mentor.until(whole, here).await;
        // Nobody else's.
        let stranger = AccountId(uuid::Uuid::from_u128(7));
        let refused = phone.door.ask(&ask::Photo { of: Some(stranger), id: taken.id }).await;
        assert_eq!(refused.unwrap_err().fault, Fault::NotForThisRole);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_photo_that_was_used_before_is_flagged_and_another_one_is_a_correction() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.participant("Ерлан", "gold", "2000-05-01").await;
        let who = phone.joins(&mentor, &code).await;
        w.pass(6 * 86_400_000);
        let same = photo(&phone, 1).await;
        let before = log(&phone, "2026-11-22", vec![same]).await;
        let entry = log(&phone, "2026-11-24", vec![same]).await;
        let report = report(&phone, vec![entry, before]).await;
        phone.synced().await;
        mentor.until(ask::Queue {}, |q| q.reports.iter().any(|r| r.card.id == report)).await;
        let review = mentor.ask(ask::Review { participant: who, report }).await;
        let found = review.entries.iter().find(|e| e.row.id == entry).unwrap();
        assert!(found.hints.contains(&Hint::PhotoAgain { on: "2026-11-22".parse().unwrap() }), "{found:?}");

        let items = review.entries.iter().map(|e| ItemDecision {
            item: e.item,
            verdict: if e.row.id == entry { Verdict::ToFix } else { Verdict::Counted },
            reason: if e.row.id == entry {
                "Өзің түсірген фотоны қос".into()
            } else {
                String::new()
            },
        });
        let items = items.collect();
        mentor
            .run(Command::ReportDecide { participant: who, report, number: 1, items, message: String::new() })
            .await;
        phone
            .until(ask::Report { report }, |r| {
                r.entries.iter().any(|e| !e.row.photos.is_empty() && e.changes.is_empty())
                    && matches!(r.card.state, qadam_domain::ReportState::Decided(_))
            })
            .await;
        let other = photo(&phone, 2).await;
        let draft = Draft { id: Some(entry), photos: vec![other], ..draft("sport", "2026-11-24", 45) };
        phone.run(Command::Log { draft }).await;
        let view = phone.ask(ask::Report { report }).await;
        let found = view.entries.iter().find(|e| e.row.id == entry).unwrap();
        assert_eq!(found.changes, [Change::Photos]);
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn before_consent_no_photo_leaves_and_what_is_no_photo_is_refused() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.participant("Әсел", "bronze", "2011-05-01").await;
        let taken = photo(&phone, 1).await;
        log(&phone, "2026-11-21", vec![taken]).await;
        let participant = phone.taken_in_by(&mentor, &code).await;
        phone.until(ask::SyncStatus {}, |s| s.hold == Some(Hold::Consent)).await;
        for _ in 0..20 {
            w.pass(20_000);
            phone.run(Command::SyncNow).await;
        }
        let leaves = || w.link.seen().iter().any(|(path, _)| path.starts_with("/v1/photos"));
        assert!(!leaves());
        let dated = "2026-11-20".parse().unwrap();
        mentor.run(Command::ConsentAttest { participant, guardian: "Нұрлан".into(), dated }).await;
        phone.until(ask::SyncStatus {}, |s| s.hold.is_none() && s.photos.count == 0 && s.waiting == 0).await;
        assert!(leaves());

        for (bytes, why) in [
            (b"not a picture".to_vec(), PictureFault::Unreadable),
            (file(3)[..2_000].to_vec(), PictureFault::Unreadable),
            (vec![0; 40 * 1024 * 1024 + 1], PictureFault::TooLarge),
        ] {
            let refused = phone.try_run(Command::PhotoAdd { bytes }).await.unwrap_err();
            assert_eq!(refused.fault, Fault::Picture(why));
        }
    })
    .await;
}

#[tokio::test(flavor = "current_thread")]
async fn an_export_takes_photos_along_and_a_removed_photo_never_leaves() {
    world(|w| async move {
        let phone = w.participant("Ерлан", "gold", "2000-05-01").await;
        let (kept, dropped) = (photo(&phone, 1).await, photo(&phone, 2).await);
        let entry = log(&phone, "2026-11-21", vec![kept, dropped]).await;
        let draft = Draft { id: Some(entry), photos: vec![kept], ..draft("sport", "2026-11-21", 45) };
        phone.run(Command::Log { draft }).await;
        let Done::File { text, .. } = phone.run(Command::Export).await else { panic!("no file") };

        let fresh = w.phone();
        fresh.run(Command::Import { text }).await;
        for phone in [&phone, &fresh] {
            assert_eq!(phone.ask(ask::Entry { entry }).await.row.photos, [kept]);
            assert!(here(&phone.ask(ask::Photo { of: None, id: kept.id }).await));
            assert!(here(&phone.ask(ask::Photo { of: None, id: kept.thumb }).await));
        }
        let (mentor, code) = w.mentor("Айгүл").await;
        phone.joins(&mentor, &code).await;
        phone.synced().await;
        let sent = |id: String| w.link.seen().iter().any(|(path, _)| path.contains(&id));
        assert!(sent(kept.id.to_string()) && !sent(dropped.id.to_string()));
    })
    .await;
}
