-- People who were erased: ids and a time. IF NOT EXISTS as in the first.
CREATE TABLE IF NOT EXISTS erased (
    id     UUID   NOT NULL PRIMARY KEY,
    mentor UUID,
    at     BIGINT NOT NULL
);

-- Their tokens: what their phones still send is answered so.
CREATE TABLE IF NOT EXISTS erased_token (
    token_hash BYTEA NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    account    UUID  NOT NULL
);

-- Found by the account when it is erased.
CREATE INDEX IF NOT EXISTS joining_account ON joining (account);
CREATE INDEX IF NOT EXISTS sign_in_code_account ON sign_in_code (account);
