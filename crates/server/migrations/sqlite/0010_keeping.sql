-- What is kept for a span is found by its age, so that sweeping it away never reads a whole table.
CREATE INDEX browsers_by_age ON browsers (last_seen);
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE INDEX proofs_by_end ON proofs (expires_at);
CREATE INDEX contact_requests_by_age ON contact_requests (created_at);
CREATE INDEX contacts_removed ON contacts (removed_at) WHERE removed_at IS NOT NULL;
CREATE INDEX guess_pools_idle ON guess_pools (refilled_at) WHERE failures = 0;
CREATE INDEX guess_places_by_age ON guess_places (last_at);
CREATE INDEX message_budgets_by_age ON message_budgets (updated_at);
CREATE INDEX locks_by_end ON locks ((COALESCE(lifted_at, lifts_at)));
CREATE INDEX notices_by_age ON notices (created_at);
CREATE INDEX notice_links_by_age ON notice_links (created_at);
CREATE INDEX recoveries_by_age ON recoveries (created_at);
CREATE INDEX demo_inbox_by_age ON demo_inbox (created_at);
INSERT INTO leases (queue, bucket, node, epoch, until) VALUES ('sweeps', 0, x'00000000000000000000000000000000', 0, 0);
-- The references of messages that went to somebody, as keyed hashes: "was this really you?".
CREATE TABLE message_references (
    reference_hash BLOB NOT NULL PRIMARY KEY,
    sent_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX message_references_by_age ON message_references (sent_at);
-- Reports of people who pose as us; what they say is sealed.
CREATE TABLE reports (
    report_id BLOB NOT NULL PRIMARY KEY,
    details BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reports_by_age ON reports (created_at);
-- Until when the owner wants one message when the device next connects.
ALTER TABLE devices ADD COLUMN tell_until INTEGER;
