-- A session that a recovery opened may set up a second factor anew for a while; a limited one finds devices and nothing else.
ALTER TABLE sessions ADD COLUMN recovered_at BIGINT;
ALTER TABLE sessions ADD COLUMN limited BIGINT NOT NULL DEFAULT 0;
-- What changed before the last recovery of an account, for its owner to look through once.
CREATE TABLE reviews (
    account_id BYTEA NOT NULL PRIMARY KEY,
    recovery_id BYTEA NOT NULL,
    recovered_at BIGINT NOT NULL,
    reviewed_at BIGINT
);
