-- Bodies as they travel (CBOR, docs/protocol.md) instead of JSON: half the room.
-- `compact` is a function of the program that migrates.
CREATE TABLE record_3 (
    scope    BLOB NOT NULL REFERENCES scope (id),
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    version  INTEGER NOT NULL,
    revision BLOB NOT NULL CHECK (length(revision) = 16),
    author   BLOB NOT NULL CHECK (length(author) = 16),
    body     BLOB NOT NULL,
    PRIMARY KEY (scope, kind, key)
) STRICT;
INSERT INTO record_3 SELECT scope, kind, key, version, revision, author, compact(body) FROM record;
DROP TABLE record;
ALTER TABLE record_3 RENAME TO record;
CREATE UNIQUE INDEX record_version ON record (scope, version);

CREATE TABLE old_revision_3 (
    scope    BLOB NOT NULL REFERENCES scope (id),
    revision BLOB NOT NULL CHECK (length(revision) = 16),
    author   BLOB NOT NULL CHECK (length(author) = 16),
    body     BLOB NOT NULL,
    PRIMARY KEY (scope, revision)
) STRICT;
INSERT INTO old_revision_3 SELECT scope, revision, author, compact(body) FROM old_revision;
DROP TABLE old_revision;
ALTER TABLE old_revision_3 RENAME TO old_revision;
