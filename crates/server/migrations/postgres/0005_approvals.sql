-- What signed-in browsers were asked to approve. `case_id`: the sign-in, session or recovery that asked and keeps the proof.
CREATE TABLE approvals (
    account_id BYTEA NOT NULL,
    approval_id BYTEA NOT NULL,
    case_id BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    browser_id BYTEA,
    number BIGINT NOT NULL,
    label TEXT NOT NULL,
    network BYTEA NOT NULL,
    sent_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    answered_at BIGINT,
    answered_by BYTEA,
    PRIMARY KEY (account_id, approval_id)
);
CREATE INDEX approvals_of_account ON approvals (account_id, sent_at);
CREATE INDEX approvals_by_time ON approvals (sent_at);
