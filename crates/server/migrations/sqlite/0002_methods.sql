-- Authenticators: the methods besides the password and contacts, that is authenticator apps, passkeys, sheets of recovery codes, helpers, upstream
-- identities. What `data` holds depends on the kind; it is sealed. `step` is the last accepted time step or signature counter.
CREATE TABLE authenticators (
    account_id BLOB NOT NULL,
    method_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    data BLOB NOT NULL,
    step INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    proved_at INTEGER NOT NULL,
    origin TEXT NOT NULL,
    set_on BLOB,
    removed_at INTEGER,
    PRIMARY KEY (account_id, method_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX authenticators_removed ON authenticators (removed_at) WHERE removed_at IS NOT NULL;
-- What the owner said about where a method can be used; the rest is assumed.
CREATE TABLE reaches (
    account_id BLOB NOT NULL,
    method_id BLOB NOT NULL,
    holder_id BLOB NOT NULL,
    usable INTEGER NOT NULL,
    PRIMARY KEY (account_id, method_id, holder_id)
) STRICT, WITHOUT ROWID;
-- On which holder a method was set, if that browser had been known for a week.
ALTER TABLE passwords ADD COLUMN set_on BLOB;
ALTER TABLE contacts ADD COLUMN set_on BLOB;
ALTER TABLE contacts ADD COLUMN sim_changed_at INTEGER;
-- The device that a browser runs on; with which proofs it became known; until when it need not show the second step again.
ALTER TABLE browsers ADD COLUMN device_id BLOB;
ALTER TABLE browsers ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE browsers ADD COLUMN second_until INTEGER;
-- Sign-ins that have shown something and need more. A session that one opens goes by the same id, and so keeps its proofs.
CREATE TABLE signins (
    account_id BLOB NOT NULL,
    signin_id BLOB NOT NULL,
    secret_hash BLOB NOT NULL,
    next TEXT NOT NULL,
    borrowed INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    missed_at INTEGER,
    ended_at INTEGER,
    PRIMARY KEY (account_id, signin_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX signins_by_age ON signins (created_at);
