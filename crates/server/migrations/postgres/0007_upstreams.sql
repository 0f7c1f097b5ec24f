-- Who an account is elsewhere: leads from (issuer, subject) to the method that it is. A removed method's row stays and leads nowhere.
CREATE TABLE identities (
    identity_hash BYTEA NOT NULL,
    account_id BYTEA NOT NULL,
    method_id BYTEA NOT NULL,
    issuer TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (identity_hash, account_id, method_id)
);
CREATE INDEX identities_by_account ON identities (account_id);
-- Visits to a provider: keyed by the hash of `state`, good once, for ten minutes, in the browser that began. `sealed` holds nonce and PKCE verifier.
CREATE TABLE upstream_visits (
    state_hash BYTEA NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL,
    visitor_hash BYTEA NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    case_id BYTEA,
    next TEXT COLLATE "C" NOT NULL,
    borrowed BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX upstream_visits_by_age ON upstream_visits (created_at);
