-- A forgotten account name that is being looked up by a contact. No account is written down: the contact leads to it.
CREATE TABLE name_cases (
    case_id BYTEA NOT NULL PRIMARY KEY,
    secret_hash BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    subject BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    proved_at BIGINT
);
CREATE INDEX name_cases_by_age ON name_cases (created_at);
CREATE INDEX contacts_by_value ON contacts (value) WHERE removed_at IS NULL;
-- For which proof of a number its owner was asked whether it is still theirs.
ALTER TABLE contacts ADD COLUMN asked_for BIGINT;
CREATE INDEX contacts_unasked ON contacts (proved_at) WHERE kind = 'phone' AND removed_at IS NULL AND COALESCE(asked_for, 0) <> proved_at;
INSERT INTO leases (queue, bucket, node, epoch, until) VALUES ('numbers', 0, CAST('\x00000000000000000000000000000000' AS BYTEA), 0, 0);
-- What is erased with an account is found by it.
CREATE INDEX challenges_of_account ON challenges (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX recoveries_of_account ON recoveries (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX notice_links_of_account ON notice_links (account_id);
CREATE INDEX jobs_of_account ON jobs (account_id);
CREATE INDEX passkey_ids_of_account ON passkey_ids (account_id);
