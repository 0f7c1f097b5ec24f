-- What was not as usual at a sign-in whose secret was right; the particulars are sealed.
CREATE TABLE risk_signals (
    account_id BYTEA NOT NULL,
    signal_id BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    details BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account_id, signal_id)
);
CREATE INDEX risk_signals_by_age ON risk_signals (at);
-- The networks from which an account was used, as keyed hashes, and where each is, as coarsely as an address tells.
CREATE TABLE known_networks (
    account_id BYTEA NOT NULL,
    network BYTEA NOT NULL,
    last_at BIGINT NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    radius_km DOUBLE PRECISION,
    PRIMARY KEY (account_id, network)
);
CREATE INDEX known_networks_by_age ON known_networks (last_at);
-- Notices that an owner does not want at a contact. Only what may be left out has rows.
CREATE TABLE alerts_off (
    account_id BYTEA NOT NULL,
    topic TEXT COLLATE "C" NOT NULL,
    contact_id BYTEA NOT NULL,
    PRIMARY KEY (account_id, topic, contact_id)
);
-- Since when the password is known to be in others' hands: it is to be changed.
ALTER TABLE accounts ADD COLUMN compromised_at BIGINT;
CREATE INDEX notices_denied ON notices (denied_at) WHERE denied_at IS NOT NULL;
CREATE INDEX locks_by_rule ON locks (rule, placed_at);
