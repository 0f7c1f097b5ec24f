-- What was not as usual at a sign-in whose secret was right; the particulars are sealed.
CREATE TABLE risk_signals (
    account_id BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    place TEXT NOT NULL,
    details BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account_id, signal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX risk_signals_by_age ON risk_signals (at);
-- The networks from which an account was used, as keyed hashes, and where each is, as coarsely as an address tells.
CREATE TABLE known_networks (
    account_id BLOB NOT NULL,
    network BLOB NOT NULL,
    last_at INTEGER NOT NULL,
    latitude REAL,
    longitude REAL,
    radius_km REAL,
    PRIMARY KEY (account_id, network)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_networks_by_age ON known_networks (last_at);
-- Notices that an owner does not want at a contact. Only what may be left out has rows.
CREATE TABLE alerts_off (
    account_id BLOB NOT NULL,
    topic TEXT NOT NULL,
    contact_id BLOB NOT NULL,
    PRIMARY KEY (account_id, topic, contact_id)
) STRICT, WITHOUT ROWID;
-- Since when the password is known to be in others' hands: it is to be changed.
ALTER TABLE accounts ADD COLUMN compromised_at INTEGER;
CREATE INDEX notices_denied ON notices (denied_at) WHERE denied_at IS NOT NULL;
CREATE INDEX locks_by_rule ON locks (rule, placed_at);
