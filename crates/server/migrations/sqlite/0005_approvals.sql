-- What signed-in browsers were asked to approve. `case_id`: the sign-in, session or recovery that asked and keeps the proof.
CREATE TABLE approvals (
    account_id BLOB NOT NULL,
    approval_id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    purpose TEXT NOT NULL,
    browser_id BLOB,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    network BLOB NOT NULL,
    sent_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    answered_at INTEGER,
    answered_by BLOB,
    PRIMARY KEY (account_id, approval_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX approvals_of_account ON approvals (account_id, sent_at);
CREATE INDEX approvals_by_time ON approvals (sent_at);
