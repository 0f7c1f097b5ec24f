-- Which method a passkey is: whoever shows one need not type a name.
CREATE TABLE passkey_ids (
    credential_hash BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL,
    method_id BLOB NOT NULL
) STRICT, WITHOUT ROWID;
-- Challenges that were answered: each is good once. They carry their own end and purpose, authenticated, so that nothing is kept
-- for whoever only opens a page.
CREATE TABLE passkey_answers (
    challenge_hash BLOB NOT NULL PRIMARY KEY,
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_answers_by_end ON passkey_answers (ends_at);
