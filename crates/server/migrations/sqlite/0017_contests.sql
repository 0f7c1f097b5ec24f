-- What objections made of a request or a recovery that waits, by its id.
CREATE TABLE contests (
    account_id BLOB NOT NULL,
    subject_id BLOB NOT NULL,
    state TEXT NOT NULL,
    until INTEGER NOT NULL,
    two INTEGER NOT NULL,
    PRIMARY KEY (account_id, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contests_until ON contests (until);
-- Each contact objects for itself: what its button did.
ALTER TABLE notice_links ADD COLUMN objected_at INTEGER;
ALTER TABLE notice_links ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE notice_links ADD COLUMN outcome_until INTEGER;
-- A request is for one purpose, and serves whoever began it.
ALTER TABLE requests ADD COLUMN session_id BLOB;
ALTER TABLE requests ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN details TEXT NOT NULL DEFAULT '';
-- Until when the notices to a contact wait ("quiet exit").
ALTER TABLE contacts ADD COLUMN quiet_until INTEGER;
-- What is said on a thing that goes missing within a week was never said.
ALTER TABLE reaches ADD COLUMN said_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reaches ADD COLUMN set_on BLOB;
