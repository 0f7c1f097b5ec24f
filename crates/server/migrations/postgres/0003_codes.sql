-- An authenticator app that is being set up: its sealed secret, until one right code confirms it. One for each session.
CREATE TABLE totp_setups (
    account_id BYTEA NOT NULL,
    session_id BYTEA NOT NULL,
    secret BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, session_id)
);
CREATE INDEX totp_setups_by_age ON totp_setups (created_at);
-- Saved recovery codes: what a hash leads to. A code has 120 bits, so a plain hash of it is enough (STD-29).
CREATE TABLE recovery_codes (
    code_hash BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL,
    method_id BYTEA NOT NULL,
    used_at BIGINT
);
CREATE INDEX recovery_codes_by_sheet ON recovery_codes (account_id, method_id);
