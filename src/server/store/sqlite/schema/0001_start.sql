-- Rows and unique keys are led by the participant (scope), so that an engine that spreads rows by the
-- leading column keeps a participant together. Ids are 16 bytes, times are milliseconds since 1970.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id         BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    role       TEXT NOT NULL CHECK (role IN ('participant', 'mentor')),
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- An installation that is signed in. Only the hash of its token is here.
CREATE TABLE device (
    token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    account    BLOB NOT NULL REFERENCES account (id),
    device     BLOB NOT NULL CHECK (length(device) = 16),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX device_account ON device (account, device);

-- One-time codes that open an account: a new mentor's, and everybody's recovery code.
CREATE TABLE sign_in_code (
    hash       BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    account    BLOB NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    used_at    INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE invite (
    hash       BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    mentor     BLOB NOT NULL REFERENCES account (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    uses_left  INTEGER NOT NULL CHECK (uses_left >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX invite_mentor ON invite (mentor, expires_at);

-- Joinings and sign-ins that were answered, so that a repeat gets the same answer.
CREATE TABLE joining (
    id           BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
    account      BLOB NOT NULL REFERENCES account (id),
    reply        TEXT NOT NULL,
    at           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE membership (
    participant BLOB NOT NULL PRIMARY KEY REFERENCES account (id),
    mentor      BLOB NOT NULL REFERENCES account (id),
    epoch       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_mentor ON membership (mentor, participant);

-- A participant's counters. `version` is raised in the transaction that writes, so versions are in the
-- order of commits on any engine.
CREATE TABLE scope (
    id       BLOB NOT NULL PRIMARY KEY REFERENCES account (id),
    version  INTEGER NOT NULL,
    chat_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every op that was answered for good, with its answer.
CREATE TABLE op (
    scope  BLOB NOT NULL REFERENCES scope (id),
    op_id  BLOB NOT NULL CHECK (length(op_id) = 16),
    hash   BLOB NOT NULL CHECK (length(hash) = 32),
    author BLOB NOT NULL,
    result TEXT NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (scope, op_id)
) STRICT, WITHOUT ROWID;

-- The rows as they stand; in the order of `version` they are also the feed.
CREATE TABLE record (
    scope    BLOB NOT NULL REFERENCES scope (id),
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    version  INTEGER NOT NULL,
    revision BLOB NOT NULL CHECK (length(revision) = 16),
    author   BLOB NOT NULL CHECK (length(author) = 16),
    body     TEXT NOT NULL,
    PRIMARY KEY (scope, kind, key)
) STRICT;
CREATE UNIQUE INDEX record_version ON record (scope, version);

-- Which revision of an entry a revision of a report holds; open until that is decided.
CREATE TABLE hold (
    scope    BLOB NOT NULL REFERENCES scope (id),
    entry    BLOB NOT NULL CHECK (length(entry) = 16),
    report   BLOB NOT NULL CHECK (length(report) = 16),
    number   INTEGER NOT NULL,
    revision BLOB NOT NULL CHECK (length(revision) = 16),
    open     INTEGER NOT NULL CHECK (open IN (0, 1)),
    PRIMARY KEY (scope, entry, report, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_report ON hold (scope, report, number);

-- Revisions of entries that were replaced. Not sent; one becomes a record when a report names it late.
CREATE TABLE old_revision (
    scope    BLOB NOT NULL REFERENCES scope (id),
    revision BLOB NOT NULL CHECK (length(revision) = 16),
    author   BLOB NOT NULL CHECK (length(author) = 16),
    body     TEXT NOT NULL,
    PRIMARY KEY (scope, revision)
) STRICT;
