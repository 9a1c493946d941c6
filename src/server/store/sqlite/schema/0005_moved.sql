-- Who was whose mentor, until when: what their phones still send is kept for the operator, in `held`.
CREATE TABLE membership_past (
    participant BLOB NOT NULL REFERENCES account (id),
    mentor      BLOB NOT NULL REFERENCES account (id),
    until       INTEGER NOT NULL,
    PRIMARY KEY (participant, mentor)
) STRICT, WITHOUT ROWID;

CREATE TABLE held (
    scope  BLOB NOT NULL REFERENCES scope (id),
    op_id  BLOB NOT NULL CHECK (length(op_id) = 16),
    author BLOB NOT NULL CHECK (length(author) = 16),
    at     INTEGER NOT NULL,
    op     BLOB NOT NULL, -- JSON, sealed
    PRIMARY KEY (scope, op_id)
) STRICT, WITHOUT ROWID;
