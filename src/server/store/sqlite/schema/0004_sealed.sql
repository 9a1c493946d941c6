-- What is kept of a person is sealed with the key of that person, which lies in a file of its own
-- (keys.sqlite): erasing the key makes all copies unreadable. `sealed` and `keyed` are functions of the
-- program that migrates. Of what was taken back (its body is an id) nothing is sealed.
CREATE TABLE erased (
    id     BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    mentor BLOB CHECK (length(mentor) = 16),
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Tokens of people who were erased: what their phones still send is answered so.
CREATE TABLE erased_token (
    token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    account    BLOB NOT NULL REFERENCES erased (id)
) STRICT, WITHOUT ROWID;

UPDATE record SET body = sealed(scope, body);
UPDATE old_revision SET body = sealed(scope, body);
UPDATE op SET hash = keyed(scope, hash);

-- The name of a participant stands in their member row, and nowhere else.
UPDATE account SET name = '' WHERE role = 'participant';

CREATE TABLE joining_4 (
    id           BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    request_hash BLOB NOT NULL CHECK (length(request_hash) = 32),
    account      BLOB NOT NULL REFERENCES account (id),
    reply        BLOB NOT NULL, -- empty for a sign-in
    at           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO joining_4
    SELECT id, keyed(account, request_hash), account,
           CASE WHEN reply LIKE '{%' THEN sealed(account, CAST(reply AS BLOB)) ELSE x'' END, at
    FROM joining;
DROP TABLE joining;
ALTER TABLE joining_4 RENAME TO joining;
CREATE INDEX joining_account ON joining (account);
CREATE INDEX sign_in_code_account ON sign_in_code (account);
