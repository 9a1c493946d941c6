-- What SQLite's tables hold, for many servers on one database. Rows and unique keys of a participant are
-- led by the participant (scope), so that an engine that spreads rows by the leading column keeps a
-- participant together. What must be unique beyond a participant (tokens, codes, joinings) has a table of
-- its own, led by that hash or id. No sequence, no trigger, no extension, and no row that everybody
-- writes. No foreign keys: a referred row may lie on another machine, none is ever deleted, and whoever
-- writes has read or locked it in the same transaction.
--
-- IF NOT EXISTS: where an engine's DDL is no part of the transaction, a broken migration begins again.
-- Ids are uuids, times are milliseconds since 1970.

CREATE TABLE IF NOT EXISTS meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS account (
    id         UUID   NOT NULL PRIMARY KEY,
    role       TEXT   NOT NULL CHECK (role IN ('participant', 'mentor')),
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
-- For the operator's list alone; participants are not in it.
CREATE INDEX IF NOT EXISTS account_mentor ON account (created_at, id) WHERE role = 'mentor';

-- An installation that is signed in. Only the hash of its token is here. The role stands here again (it
-- never changes): each request then asks for one row by one key.
CREATE TABLE IF NOT EXISTS device (
    token_hash BYTEA  NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    account    UUID   NOT NULL,
    role       TEXT   NOT NULL CHECK (role IN ('participant', 'mentor')),
    device     UUID   NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    kind       TEXT,
    seen_day   BIGINT
);
CREATE INDEX IF NOT EXISTS device_account ON device (account, device);

-- One-time codes that open an account: a new mentor's, and everybody's recovery code.
CREATE TABLE IF NOT EXISTS sign_in_code (
    hash       BYTEA  NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    account    UUID   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    used_at    BIGINT
);

CREATE TABLE IF NOT EXISTS invite (
    hash       BYTEA  NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    mentor     UUID   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    uses_left  BIGINT NOT NULL CHECK (uses_left >= 0)
);
CREATE INDEX IF NOT EXISTS invite_mentor ON invite (mentor, expires_at);

-- Joinings and sign-ins that were answered, so that a repeat gets the same answer.
CREATE TABLE IF NOT EXISTS joining (
    id           UUID   NOT NULL PRIMARY KEY,
    request_hash BYTEA  NOT NULL CHECK (length(request_hash) = 32),
    account      UUID   NOT NULL,
    reply        TEXT   NOT NULL,
    at           BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS membership (
    participant UUID NOT NULL PRIMARY KEY,
    mentor      UUID NOT NULL
);
CREATE INDEX IF NOT EXISTS membership_mentor ON membership (mentor, participant);

-- A participant's counters. The row is locked before anything of the participant is read for writing, and
-- raised by the transaction that writes: versions are in the order of commits on any engine.
CREATE TABLE IF NOT EXISTS scope (
    id       UUID   NOT NULL PRIMARY KEY,
    version  BIGINT NOT NULL,
    chat_seq BIGINT NOT NULL
);

-- Every op that was answered for good, with its answer.
CREATE TABLE IF NOT EXISTS op (
    scope  UUID   NOT NULL,
    op_id  UUID   NOT NULL,
    hash   BYTEA  NOT NULL CHECK (length(hash) = 32),
    author UUID   NOT NULL,
    result TEXT   NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (scope, op_id)
);

-- The rows as they stand; in the order of `version` they are also the feed. Keys are bytes: the order of a
-- text depends on the database's collation, and ranges of keys are read.
CREATE TABLE IF NOT EXISTS record (
    scope    UUID   NOT NULL,
    kind     TEXT   NOT NULL,
    key      BYTEA  NOT NULL,
    version  BIGINT NOT NULL,
    revision UUID   NOT NULL,
    author   UUID   NOT NULL,
    body     BYTEA  NOT NULL,
    PRIMARY KEY (scope, kind, key)
);
CREATE UNIQUE INDEX IF NOT EXISTS record_version ON record (scope, version);

-- Which revision of an entry a revision of a report holds; open until that is decided.
CREATE TABLE IF NOT EXISTS hold (
    scope    UUID    NOT NULL,
    entry    UUID    NOT NULL,
    report   UUID    NOT NULL,
    number   BIGINT  NOT NULL,
    revision UUID    NOT NULL,
    open     BOOLEAN NOT NULL,
    PRIMARY KEY (scope, entry, report, number)
);
CREATE INDEX IF NOT EXISTS hold_report ON hold (scope, report, number);

-- Revisions of entries that were replaced. Not sent; one becomes a record when a report names it late.
CREATE TABLE IF NOT EXISTS old_revision (
    scope    UUID  NOT NULL,
    revision UUID  NOT NULL,
    author   UUID  NOT NULL,
    body     BYTEA NOT NULL,
    PRIMARY KEY (scope, revision)
);
