-- Authenticators: the methods besides the password and contacts, that is authenticator apps, passkeys, sheets of recovery codes, helpers, upstream
-- identities. What `data` holds depends on the kind; it is sealed. `step` is the last accepted time step or signature counter.
CREATE TABLE authenticators (
    account_id BYTEA NOT NULL,
    method_id BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    data BYTEA NOT NULL,
    step BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    origin TEXT COLLATE "C" NOT NULL,
    set_on BYTEA,
    removed_at BIGINT,
    PRIMARY KEY (account_id, method_id)
);
CREATE INDEX authenticators_removed ON authenticators (removed_at) WHERE removed_at IS NOT NULL;
-- What the owner said about where a method can be used; the rest is assumed.
CREATE TABLE reaches (
    account_id BYTEA NOT NULL,
    method_id BYTEA NOT NULL,
    holder_id BYTEA NOT NULL,
    usable BIGINT NOT NULL,
    PRIMARY KEY (account_id, method_id, holder_id)
);
-- On which holder a method was set, if that browser had been known for a week.
ALTER TABLE passwords ADD COLUMN set_on BYTEA;
ALTER TABLE contacts ADD COLUMN set_on BYTEA;
ALTER TABLE contacts ADD COLUMN sim_changed_at BIGINT;
-- The device that a browser runs on; with which proofs it became known; until when it need not show the second step again.
ALTER TABLE browsers ADD COLUMN device_id BYTEA;
ALTER TABLE browsers ADD COLUMN origin TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE browsers ADD COLUMN second_until BIGINT;
-- Sign-ins that have shown something and need more. A session that one opens goes by the same id, and so keeps its proofs.
CREATE TABLE signins (
    account_id BYTEA NOT NULL,
    signin_id BYTEA NOT NULL,
    secret_hash BYTEA NOT NULL,
    next TEXT COLLATE "C" NOT NULL,
    borrowed BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    missed_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (account_id, signin_id)
);
CREATE INDEX signins_by_age ON signins (created_at);
