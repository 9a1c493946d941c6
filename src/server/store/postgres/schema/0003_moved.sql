-- Who was whose mentor, until when: what their phones still send is kept for the operator, in `held`.
-- IF NOT EXISTS as in the first.
CREATE TABLE IF NOT EXISTS membership_past (
    participant UUID   NOT NULL,
    mentor      UUID   NOT NULL,
    until       BIGINT NOT NULL,
    PRIMARY KEY (participant, mentor)
);

CREATE TABLE IF NOT EXISTS held (
    scope  UUID   NOT NULL,
    op_id  UUID   NOT NULL,
    author UUID   NOT NULL,
    at     BIGINT NOT NULL,
    op     TEXT   NOT NULL,
    PRIMARY KEY (scope, op_id)
);
