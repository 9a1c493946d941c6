//! Files that cannot be read any more: moved aside and kept, and one goes on.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use qadam_door::command::{Command, Draft};
use qadam_door::query::ask;
use qadam_testkit::world;

fn draft(track: &str, minutes: u32, note: &str) -> Draft {
    Draft { note: note.into(), ..qadam_testkit::draft(track, "2026-11-21", minutes) }
}

#[tokio::test(flavor = "current_thread")]
async fn a_damaged_file_is_moved_aside_kept_and_said() {
    world(|w| async move {
        let (mentor, code) = w.mentor("Айгүл").await;
        let phone = w.joined(&mentor, &code, "Ерлан").await;
        phone.log(draft("sport", 30, "Жүгіру")).await;
        phone.run(Command::SyncNow).await;
        phone.all_sent().await;
        let folder = phone.folder().to_owned();
        let file = std::fs::read_dir(&folder)
            .unwrap()
            .map(|f| f.unwrap().path())
            .find(|p| {
                p.file_name().unwrap().to_string_lossy().starts_with("p-")
                    && p.extension().is_some_and(|e| e == "db")
            })
            .unwrap();
        phone.stop().await;
        for suffix in ["-wal", "-shm"] {
            // Gone already after a clean end: either is fine.
            drop(std::fs::remove_file(format!("{}{suffix}", file.display())));
        }
        std::fs::write(&file, b"this is no database at all, it is a poem about the steppe".repeat(40))
            .unwrap();
        let phone = w.phone_at(&folder);
        let boot = phone.ask(ask::Boot {}).await;
        assert_eq!(boot.notices.len(), 1, "{boot:?}");
        assert!(
            std::fs::read_dir(&folder).unwrap().any(|f| f
                .unwrap()
                .file_name()
                .to_string_lossy()
                .contains("damaged"))
        );
        // What the server has comes back by itself.
        let today = phone.until(ask::Today {}, |t| !t.logged.is_empty()).await;
        assert_eq!(today.logged[0].note, "Жүгіру");
    })
    .await;
}

/// Everything behind the first page of the phone's own file.
fn damage(folder: &std::path::Path) {
    let file = folder.join("qadam.db");
    for suffix in ["-wal", "-shm"] {
        drop(std::fs::remove_file(folder.join(format!("qadam.db{suffix}"))));
    }
    let mut bytes = std::fs::read(&file).unwrap();
    assert!(bytes.len() > 8_192, "more than a page");
    bytes[4_096..].fill(0xA5);
    std::fs::write(&file, bytes).unwrap();
}

#[tokio::test(flavor = "current_thread")]
async fn the_phones_own_file_is_damaged_and_no_profile_suffers() {
    world(|w| async move {
        let phone = w.participant("Әсел", "silver", "2008-01-01").await;
        phone.log(draft("sport", 30, "Жүгіру")).await;
        phone.run(Command::ProfileCreate { name: "Арман".into() }).await;
        let folder = phone.folder().to_owned();
        phone.stop().await;
        damage(&folder);
        // The start itself finds it.
        let phone = w.phone_at(&folder);
        let boot = phone.ask(ask::Boot {}).await;
        assert_eq!(boot.notices.len(), 1, "{boot:?}");
        let mut names: Vec<_> = boot.profiles.iter().map(|p| p.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["Арман", "Әсел"]);
        let asel = boot.profiles.iter().find(|p| p.name == "Әсел").unwrap().id;
        phone.run(Command::ProfileOpen { profile: asel, pin: None }).await;
        assert_eq!(phone.ask(ask::Today {}).await.logged[0].note, "Жүгіру");
        let kept: Vec<String> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|f| f.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| name.contains("damaged"))
            .collect();
        assert!(kept.iter().all(|name| name.starts_with("qadam.db")) && !kept.is_empty(), "{kept:?}");
    })
    .await;
}
