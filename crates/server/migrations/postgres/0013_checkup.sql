-- Dry runs of "my phone is gone". What was shown in one stands in its own row, where the gate never looks.
CREATE TABLE rehearsals (
    account_id BYTEA NOT NULL,
    rehearsal_id BYTEA NOT NULL,
    gone_id BYTEA NOT NULL,
    begun_by BYTEA,
    secret_hash BYTEA,
    label TEXT COLLATE "C" NOT NULL,
    tried TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    back_after BIGINT,
    PRIMARY KEY (account_id, rehearsal_id)
);
CREATE INDEX rehearsals_open ON rehearsals (created_at) WHERE ended_at IS NULL;
CREATE TABLE rehearsal_links (
    link_hash BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL,
    rehearsal_id BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX rehearsal_links_created ON rehearsal_links (created_at);
-- When an account was last spoken to about its ways back.
CREATE TABLE reminders (
    account_id BYTEA NOT NULL PRIMARY KEY,
    checkup_seen_at BIGINT,
    checkup_later_at BIGINT,
    second_step_later_at BIGINT,
    reminded_at BIGINT NOT NULL
);
