-- Dry runs of "my phone is gone". What was shown in one stands in its own row, where the gate never looks.
CREATE TABLE rehearsals (
    account_id BLOB NOT NULL,
    rehearsal_id BLOB NOT NULL,
    gone_id BLOB NOT NULL,
    begun_by BLOB,
    secret_hash BLOB,
    label TEXT NOT NULL,
    tried TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    back_after INTEGER,
    PRIMARY KEY (account_id, rehearsal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rehearsals_open ON rehearsals (created_at) WHERE ended_at IS NULL;
CREATE TABLE rehearsal_links (
    link_hash BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL,
    rehearsal_id BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX rehearsal_links_created ON rehearsal_links (created_at);
-- When an account was last spoken to about its ways back.
CREATE TABLE reminders (
    account_id BLOB NOT NULL PRIMARY KEY,
    checkup_seen_at INTEGER,
    checkup_later_at INTEGER,
    second_step_later_at INTEGER,
    reminded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
