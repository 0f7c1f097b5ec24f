-- Who an account is elsewhere: leads from (issuer, subject) to the method that it is. A removed method's row stays and leads nowhere.
CREATE TABLE identities (
    identity_hash BLOB NOT NULL,
    account_id BLOB NOT NULL,
    method_id BLOB NOT NULL,
    issuer TEXT NOT NULL,
    PRIMARY KEY (identity_hash, account_id, method_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identities_by_account ON identities (account_id);
-- Visits to a provider: keyed by the hash of `state`, good once, for ten minutes, in the browser that began. `sealed` holds nonce and PKCE verifier.
CREATE TABLE upstream_visits (
    state_hash BLOB NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL,
    visitor_hash BLOB NOT NULL,
    purpose TEXT NOT NULL,
    case_id BLOB,
    next TEXT NOT NULL,
    borrowed INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX upstream_visits_by_age ON upstream_visits (created_at);
