//! The schema, as a list of migrations that only grows. `docs/schema.sql` shows the newest state and is
//! compared with it by a test.

use rusqlite_migration::{M, Migrations};

/// A profile's file.
pub fn profile() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(PROFILE_1),
        M::up(PROFILE_2),
        M::up(PROFILE_3),
        M::up(PROFILE_4),
        M::up(PROFILE_5),
        M::up(PROFILE_6),
        M::up(PROFILE_7),
    ])
}

/// The phone's own file: profiles and settings.
pub fn device() -> Migrations<'static> {
    Migrations::new(vec![M::up(DEVICE_1)])
}

const DEVICE_1: &str = "
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE profile (
    id           BLOB PRIMARY KEY,
    name         TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('participant', 'mentor')),
    account      BLOB,                -- null while a sign-in is under way
    device       BLOB NOT NULL,
    token        TEXT,                -- null where the session is a cookie
    pin          TEXT,                -- Argon2id, PHC string
    pin_failures INTEGER NOT NULL DEFAULT 0,
    pin_until    INTEGER NOT NULL DEFAULT 0,
    made_at      INTEGER NOT NULL,
    used_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE notice (
    id   INTEGER PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;
";

const PROFILE_1: &str = "
-- how far each scope was pulled
CREATE TABLE cursor (
    scope   BLOB PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE fact (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- rows of which there is one a scope, or few: member, profile, enrolment, plan, report_seen, chat_read.
-- version is null until the server has acknowledged the row.
CREATE TABLE row (
    scope    BLOB NOT NULL,
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    revision BLOB NOT NULL,
    author   BLOB NOT NULL,
    version  INTEGER,
    body     TEXT NOT NULL,
    PRIMARY KEY (scope, kind, key)
) STRICT, WITHOUT ROWID;

-- what the server last said of a row that has unsent changes here
CREATE TABLE shadow (
    scope    BLOB NOT NULL,
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    revision BLOB NOT NULL,
    author   BLOB NOT NULL,
    version  INTEGER NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (scope, kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    id         BLOB PRIMARY KEY,
    scope      BLOB NOT NULL,
    revision   BLOB NOT NULL,
    author     BLOB NOT NULL,
    version    INTEGER,
    track      TEXT NOT NULL,
    on_day     INTEGER NOT NULL,      -- days since 1970-01-01
    written_at INTEGER NOT NULL,      -- ms since 1970, by the writer's clock
    removed    INTEGER NOT NULL DEFAULT 0,
    body       TEXT NOT NULL
) STRICT;
CREATE INDEX entry_by_day ON entry (scope, removed, on_day DESC, written_at DESC);
CREATE INDEX entry_by_track ON entry (scope, track, removed, on_day DESC, written_at DESC);

-- earlier revisions that a report holds
CREATE TABLE entry_revision (
    revision BLOB PRIMARY KEY,
    scope    BLOB NOT NULL,
    entry    BLOB NOT NULL,
    body     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE report (
    report       BLOB NOT NULL,
    number       INTEGER NOT NULL,
    scope        BLOB NOT NULL,
    revision     BLOB NOT NULL,
    version      INTEGER,
    submitted_at INTEGER NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (report, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_by_scope ON report (scope, submitted_at DESC);

CREATE TABLE report_item (
    report   BLOB NOT NULL,
    number   INTEGER NOT NULL,
    entry    BLOB NOT NULL,
    revision BLOB NOT NULL,
    PRIMARY KEY (report, number, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_item_by_entry ON report_item (entry);

CREATE TABLE decision (
    op         BLOB PRIMARY KEY,
    scope      BLOB NOT NULL,
    report     BLOB NOT NULL,
    number     INTEGER NOT NULL,
    author     BLOB NOT NULL,
    version    INTEGER,
    superseded INTEGER NOT NULL,
    body       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_by_report ON decision (report, number);

-- the words on entries of decisions in effect
CREATE TABLE verdict (
    op       BLOB NOT NULL,
    entry    BLOB NOT NULL,
    revision BLOB NOT NULL,
    scope    BLOB NOT NULL,
    verdict  TEXT NOT NULL,
    reason   TEXT NOT NULL,
    place    INTEGER NOT NULL,        -- the decision's version; the largest number while unsent
    PRIMARY KEY (op, entry)
) STRICT;                             -- with rowids: the update hook is told (held.rs)
CREATE INDEX verdict_by_scope ON verdict (scope, place);
CREATE INDEX verdict_by_entry ON verdict (entry, place);

CREATE TABLE chat (
    id         BLOB PRIMARY KEY,
    scope      BLOB NOT NULL,
    author     BLOB NOT NULL,
    revision   BLOB NOT NULL,
    version    INTEGER,
    seq        INTEGER NOT NULL,      -- place by the server; 0 while it waits
    at         INTEGER NOT NULL,
    written_at INTEGER NOT NULL,
    text       TEXT NOT NULL
) STRICT;
CREATE INDEX chat_by_scope ON chat (scope, seq, written_at);

CREATE TABLE outbox (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    op_id    BLOB NOT NULL UNIQUE,
    scope    BLOB NOT NULL,
    kind     TEXT NOT NULL,           -- of the row it writes
    key      TEXT NOT NULL,
    base     BLOB,
    op       TEXT NOT NULL,           -- as it goes out
    made_at  INTEGER NOT NULL,
    state    TEXT NOT NULL CHECK (state IN ('waiting', 'refused', 'done')),
    code     TEXT,                    -- why it was refused
    done_at  INTEGER
) STRICT;
CREATE INDEX outbox_by_state ON outbox (state, seq);
CREATE INDEX outbox_by_row ON outbox (scope, kind, key, state);

-- joining, sign-in and invitations: calls that are repeated until answered
CREATE TABLE call (
    name  TEXT PRIMARY KEY,           -- 'join', 'signin', 'invite:CODE'
    state TEXT NOT NULL CHECK (state IN ('waiting', 'refused', 'done')),
    body  TEXT NOT NULL,
    reply TEXT
) STRICT, WITHOUT ROWID;
";

const PROFILE_2: &str = "
-- plans that another one has replaced, as they stood on this phone
CREATE TABLE plan_past (
    scope    BLOB NOT NULL,
    revision BLOB NOT NULL,
    next     BLOB NOT NULL,           -- the plan that replaced it
    body     TEXT NOT NULL,
    PRIMARY KEY (scope, revision)
) STRICT, WITHOUT ROWID;
";

const PROFILE_3: &str = "
-- what an entry was before its present revision, newest by seq; a few of each
CREATE TABLE entry_history (
    seq      INTEGER PRIMARY KEY,
    entry    BLOB NOT NULL,
    revision BLOB NOT NULL,
    scope    BLOB NOT NULL,
    removed  INTEGER NOT NULL,
    body     TEXT NOT NULL,
    UNIQUE (entry, revision)
) STRICT;
";

const PROFILE_4: &str = "
-- photos of entries and their small ones, by the SHA-256 of their bytes
CREATE TABLE picture (
    scope   BLOB NOT NULL,
    id      BLOB NOT NULL,
    small   INTEGER NOT NULL,
    state   TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'sent', 'refused')),
    made_at INTEGER NOT NULL,
    bytes   BLOB NOT NULL,
    UNIQUE (scope, id)
) STRICT;
CREATE INDEX picture_to_send ON picture (scope, small DESC, made_at) WHERE state = 'waiting';

-- which photos an entry names, in its present revision and in those that a report holds
CREATE TABLE entry_photo (
    entry  BLOB NOT NULL,
    photo  BLOB NOT NULL,
    thumb  BLOB NOT NULL,
    scope  BLOB NOT NULL,
    on_day INTEGER NOT NULL,          -- of the entry, days since 1970-01-01
    PRIMARY KEY (entry, photo)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_photo_by_photo ON entry_photo (photo);
CREATE INDEX entry_photo_by_thumb ON entry_photo (thumb);
";

const PROFILE_5: &str = "
-- a revision with a later version than its entry's stands beside it: it was written on another phone meanwhile
ALTER TABLE entry_revision ADD COLUMN version INTEGER;
-- somebody has looked at both and left it so
ALTER TABLE entry_revision ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
-- versions of those that are here come with the next pull
DELETE FROM cursor WHERE scope IN (SELECT scope FROM entry_revision);
";

const PROFILE_6: &str = "
CREATE INDEX entry_revision_by_entry ON entry_revision (entry);
-- what neither the entry nor a revision kept beside it names was left over when a report came before the entry
DELETE FROM entry_photo WHERE
    NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = entry_photo.entry AND e.removed = 0
                AND instr(e.body, lower(hex(entry_photo.photo))) > 0)
    AND NOT EXISTS (SELECT 1 FROM entry_revision r WHERE r.entry = entry_photo.entry
                    AND instr(r.body, lower(hex(entry_photo.photo))) > 0);
";

const PROFILE_7: &str = "
-- said while the changes waited: it may be later than they are
ALTER TABLE shadow ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
";

#[cfg(test)]
mod tests {
    #[test]
    fn migrations_are_well_formed() {
        assert!(super::profile().validate().is_ok());
        assert!(super::device().validate().is_ok());
    }
}
