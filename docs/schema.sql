-- The phone's SQLite as it stands after all migrations of src/storage/schema.rs. For people: the app runs
-- the migrations, never this file; a test in src/storage/tests/mod.rs fails when the two say different things.
--
-- Ids are 16 bytes (UUIDv7). `*_at` and `at` are milliseconds since 1970 in UTC. `body`, `op` and `reply`
-- are JSON of the types in src/protocol: columns beside them hold only what is asked for by index or order.
-- Every commit is flushed (synchronous = FULL); WAL natively, a rollback journal in the browser (OPFS).

-- ==== qadam.db: the phone's own file, one a phone ====================================================

-- language and theme; 'open' names the open profile, 'joined:ID' says that a profile has a session
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- who shares this phone; each has a file of their own
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

-- what a person should be told once, such as a damaged file that was moved aside (JSON)
CREATE TABLE notice (
    id   INTEGER PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

-- ==== p-ID.db: a profile's file ======================================================================
-- A participant's holds one scope, their own; a mentor's holds a scope for each of their participants.

-- how far each scope was pulled
CREATE TABLE cursor (
    scope   BLOB PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- small texts: 'joined', 'epoch' (of the server), 'recovery' (until it was written down), and what leads
-- back to the profile when qadam.db is lost
CREATE TABLE fact (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- rows of which there is one a scope, or few: member, profile, enrolment, plan, plan_decision,
-- report_seen, chat_read.
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

-- plans that another one has replaced, as they stood on this phone
CREATE TABLE plan_past (
    scope    BLOB NOT NULL,
    revision BLOB NOT NULL,
    next     BLOB NOT NULL,           -- the plan that replaced it
    body     TEXT NOT NULL,
    PRIMARY KEY (scope, revision)
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
    told     INTEGER NOT NULL DEFAULT 0,  -- said while the changes waited: it may be later than they are
    PRIMARY KEY (scope, kind, key)
) STRICT, WITHOUT ROWID;

-- the newest revision of each entry, unsent ones too; a removed one stays, because a report may hold it
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

-- earlier revisions that a report holds, and those that stand beside the entry because another phone wrote
-- its own meanwhile: these have a later version than the entry, and no report holds them
CREATE TABLE entry_revision (
    revision BLOB PRIMARY KEY,
    scope    BLOB NOT NULL,
    entry    BLOB NOT NULL,
    body     TEXT NOT NULL,
    version  INTEGER,                 -- null where the server has not told of it
    settled  INTEGER NOT NULL DEFAULT 0 -- somebody has looked at both and left it so
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_revision_by_entry ON entry_revision (entry);

-- what an entry was before its present revision, newest by seq; the last 20 of each, not on a mentor's phone
CREATE TABLE entry_history (
    seq      INTEGER PRIMARY KEY,
    entry    BLOB NOT NULL,
    revision BLOB NOT NULL,
    scope    BLOB NOT NULL,
    removed  INTEGER NOT NULL,
    body     TEXT NOT NULL,
    UNIQUE (entry, revision)
) STRICT;

-- revisions of reports: append-only; report_item is what each holds, frozen
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

-- decisions of the mentor; a superseded one is kept and has no effect
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
) STRICT;
CREATE INDEX verdict_by_scope ON verdict (scope, place);
CREATE INDEX verdict_by_entry ON verdict (entry, place);

-- messages; one's own that wait stand last
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

-- one line an action, in the order they were made; 'done' ones are kept 30 days, for a server that was
-- restored from a backup
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

-- which photos an entry names, in its present revision and in those of entry_revision
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
