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
