-- Browsers that are told although no page is open. `sealed`: where and with which keys, under the account's own key.
CREATE TABLE push_subscriptions (
    account_id BYTEA NOT NULL,
    browser_id BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, browser_id)
);
CREATE INDEX push_subscriptions_by_age ON push_subscriptions (seen_at);
INSERT INTO leases (queue, bucket, node, epoch, until)
    SELECT 'push', bucket, node, 0, 0 FROM leases WHERE queue = 'email';
