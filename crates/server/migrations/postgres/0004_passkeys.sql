-- Which method a passkey is: whoever shows one need not type a name.
CREATE TABLE passkey_ids (
    credential_hash BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL,
    method_id BYTEA NOT NULL
);
-- Challenges that were answered: each is good once. They carry their own end and purpose, authenticated, so that nothing is kept
-- for whoever only opens a page.
CREATE TABLE passkey_answers (
    challenge_hash BYTEA NOT NULL PRIMARY KEY,
    ends_at BIGINT NOT NULL
);
CREATE INDEX passkey_answers_by_end ON passkey_answers (ends_at);
