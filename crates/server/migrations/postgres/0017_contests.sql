-- What objections made of a request or a recovery that waits, by its id.
CREATE TABLE contests (
    account_id BYTEA NOT NULL,
    subject_id BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    until BIGINT NOT NULL,
    two BIGINT NOT NULL,
    PRIMARY KEY (account_id, subject_id)
);
CREATE INDEX contests_until ON contests (until);
-- Each contact objects for itself: what its button did.
ALTER TABLE notice_links ADD COLUMN objected_at BIGINT;
ALTER TABLE notice_links ADD COLUMN outcome TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE notice_links ADD COLUMN outcome_until BIGINT;
-- A request is for one purpose, and serves whoever began it.
ALTER TABLE requests ADD COLUMN session_id BYTEA;
ALTER TABLE requests ADD COLUMN purpose TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN details TEXT COLLATE "C" NOT NULL DEFAULT '';
-- Until when the notices to a contact wait ("quiet exit").
ALTER TABLE contacts ADD COLUMN quiet_until BIGINT;
-- What is said on a thing that goes missing within a week was never said.
ALTER TABLE reaches ADD COLUMN said_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reaches ADD COLUMN set_on BYTEA;
