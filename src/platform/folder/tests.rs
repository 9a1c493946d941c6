use super::*;

fn folder() -> (tempfile::TempDir, Folder) {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path().join("deep/qadam")).unwrap();
    (dir, folder)
}

fn put(folder: &Folder, name: &str, content: &str) {
    fs::write(folder.file(name), content).unwrap();
}

fn text(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.file(name)).unwrap()
}

#[test]
fn lists_databases_alone() {
    let (_dir, folder) = folder();
    for name in ["b.db", "a.db", "a.db-wal", "a.db-shm", "a.db.damaged-20261122-043000", "note.txt"] {
        put(&folder, name, "");
    }
    assert_eq!(folder.db_list(), ["a.db", "b.db"]);
    assert!(folder.db_exists("a.db"));
    assert!(!folder.db_exists("c.db"));
}

#[test]
fn sets_aside_with_journals_and_never_over_another() {
    let (_dir, folder) = folder();
    for round in ["first", "second"] {
        put(&folder, "a.db", round);
        put(&folder, "a.db-wal", round);
        let aside = folder.db_set_aside("a.db", "20261122-043000").unwrap();
        assert_eq!(text(&folder, &aside), round);
        assert_eq!(text(&folder, &format!("{aside}-wal")), round);
        assert!(!folder.db_exists("a.db"));
        assert!(!folder.db_exists("a.db-wal"));
    }
    assert_eq!(text(&folder, "a.db.damaged-20261122-043000"), "first");
    assert_eq!(text(&folder, "a.db.damaged-20261122-043000-2"), "second");
}

#[test]
fn a_journal_left_by_a_crash_follows_its_database() {
    let dir = tempfile::tempdir().unwrap();
    {
        let folder = Folder::open(dir.path().into()).unwrap();
        put(&folder, "a.db.damaged-20261122-043000", "damaged");
        put(&folder, "a.db-wal", "its wal");
        put(&folder, "b.db", "whole");
        put(&folder, "b.db-wal", "in use");
    }
    let folder = Folder::open(dir.path().into()).unwrap();
    assert_eq!(text(&folder, "a.db.damaged-20261122-043000-wal"), "its wal");
    assert!(!folder.db_exists("a.db-wal"));
    assert_eq!(text(&folder, "b.db-wal"), "in use");
}

#[test]
fn erases_with_journals_and_twice_without_harm() {
    let (_dir, folder) = folder();
    for name in ["a.db", "a.db-wal", "a.db-shm", "b.db"] {
        put(&folder, name, "");
    }
    folder.db_erase("a.db").unwrap();
    folder.db_erase("a.db").unwrap();
    assert_eq!(folder.db_list(), ["b.db"]);
    assert!(!folder.file("a.db-wal").exists());
}

#[test]
fn a_second_window_is_refused_until_the_first_closes() {
    let dir = tempfile::tempdir().unwrap();
    let first = Folder::open(dir.path().into()).unwrap();
    let refused = Folder::open(dir.path().into()).unwrap_err();
    assert!(refused.is_held(), "{refused}");
    drop(first);
    Folder::open(dir.path().into()).unwrap();
}

#[test]
fn a_folder_that_cannot_be_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let refused = Folder::open(file.join("qadam")).unwrap_err();
    assert_eq!(refused.action, "make folder");
    assert!(refused.to_string().contains("qadam"), "{refused}");
}

#[cfg(unix)]
#[test]
fn nobody_else_may_look_in() {
    use std::os::unix::fs::PermissionsExt;
    let (_dir, folder) = folder();
    assert_eq!(fs::metadata(folder.path()).unwrap().permissions().mode() & 0o777, 0o700);
}
