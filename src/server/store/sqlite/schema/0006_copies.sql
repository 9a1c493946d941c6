-- What an installation's messages are known by, and whether it began as a copy of another one: two that say they
-- follow the same message are a phone and a copy of it.
CREATE TABLE push_mark (
    account BLOB NOT NULL REFERENCES account (id),
    device  BLOB NOT NULL CHECK (length(device) = 16),
    before  INTEGER,
    present INTEGER,
    copy    INTEGER NOT NULL DEFAULT 0 CHECK (copy IN (0, 1)),
    PRIMARY KEY (account, device)
) STRICT, WITHOUT ROWID;
