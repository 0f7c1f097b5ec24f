-- People asked to be helpers, one row for each address. Those of a group share `helper_id`, which is the method once the first accepts.
-- `origin`, `two`, `set_on`, `session_id` and `browser`: how its owner asked, for the method that acceptance makes. `ends_at`: since when
-- the row is of no use.
CREATE TABLE helpers (
    account_id BYTEA NOT NULL,
    member_id BYTEA NOT NULL,
    helper_id BYTEA NOT NULL,
    label TEXT NOT NULL,
    asker TEXT NOT NULL,
    channel TEXT NOT NULL,
    value TEXT NOT NULL,
    link_hash BYTEA NOT NULL UNIQUE,
    origin TEXT NOT NULL,
    two BIGINT NOT NULL,
    set_on BYTEA,
    session_id BYTEA NOT NULL,
    browser TEXT NOT NULL,
    state TEXT NOT NULL,
    invited_at BIGINT NOT NULL,
    ends_at BIGINT,
    PRIMARY KEY (account_id, member_id)
);
CREATE INDEX helpers_by_end ON helpers (ends_at);
-- Requests for a helper's code, one row for each message; without an account for a name that leads nowhere. The code is kept as a hash,
-- from the press that shows it on.
CREATE TABLE helper_requests (
    link_hash BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA,
    member_id BYTEA,
    case_id BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    browser TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    code_hash BYTEA,
    code_until BIGINT,
    ended_at BIGINT
);
CREATE INDEX helper_requests_by_case ON helper_requests (case_id);
CREATE INDEX helper_requests_by_age ON helper_requests (asked_at);
