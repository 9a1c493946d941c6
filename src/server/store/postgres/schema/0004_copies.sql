-- What an installation's messages are known by, and whether it began as a copy of another one. IF NOT EXISTS as in
-- the first.
CREATE TABLE IF NOT EXISTS push_mark (
    account UUID    NOT NULL,
    device  UUID    NOT NULL,
    before  BIGINT,
    present BIGINT,
    copy    BOOLEAN NOT NULL DEFAULT false,
    PRIMARY KEY (account, device)
);
