-- The first schema. Its twin for the other engine has the same name and the same tables.
-- Accounts. Every change of an account first raises its head (hold), which also orders its audit chain.
CREATE TABLE account_heads (
    account_id BYTEA NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL
);
CREATE TABLE accounts (
    account_id BYTEA NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    time_zone TEXT COLLATE "C" NOT NULL,
    two_step BIGINT NOT NULL,
    data_key BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
-- What people type to sign in. A number may serve several accounts (families); anything else only one.
CREATE TABLE identifiers (
    value TEXT COLLATE "C" NOT NULL,
    account_id BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (value, account_id)
);
CREATE UNIQUE INDEX identifiers_one_account ON identifiers (value) WHERE kind <> 'phone';
CREATE INDEX identifiers_of_account ON identifiers (account_id);
-- Sign-ups under way: no account exists before its contact is proved.
CREATE TABLE signups (
    signup_id BYTEA NOT NULL PRIMARY KEY,
    secret_hash BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    proved_at BIGINT,
    done_at BIGINT
);
CREATE INDEX signups_by_age ON signups (created_at);

-- Methods.
CREATE TABLE passwords (
    account_id BYTEA NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    memory_kib BIGINT NOT NULL,
    passes BIGINT NOT NULL,
    pepper_id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    output BYTEA NOT NULL,
    set_at BIGINT NOT NULL,
    origin TEXT COLLATE "C" NOT NULL
);
CREATE TABLE contacts (
    account_id BYTEA NOT NULL,
    contact_id BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    added_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    origin TEXT COLLATE "C" NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (account_id, contact_id)
);
-- Contacts that wait for their first code.
CREATE TABLE contact_requests (
    account_id BYTEA NOT NULL,
    request_id BYTEA NOT NULL,
    session_id BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (account_id, request_id)
);
-- One message carries one code and one link; both are kept as hashes only.
CREATE TABLE challenges (
    challenge_id BYTEA NOT NULL PRIMARY KEY,
    subject BYTEA NOT NULL,
    account_id BYTEA,
    purpose TEXT COLLATE "C" NOT NULL,
    case_id BYTEA NOT NULL,
    contact_id BYTEA,
    contact_hash BYTEA NOT NULL,
    channel TEXT COLLATE "C" NOT NULL,
    visitor_hash BYTEA NOT NULL,
    code_tag BYTEA NOT NULL,
    code_until BIGINT NOT NULL,
    link_until BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX challenges_of_case ON challenges (case_id, created_at);
CREATE INDEX challenges_by_age ON challenges (created_at);
CREATE TABLE challenge_links (
    link_hash BYTEA NOT NULL PRIMARY KEY,
    challenge_id BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX challenge_links_by_age ON challenge_links (created_at);
-- Guesses: a row a (subject, method, pool); browser_id is empty for the pool's total.
CREATE TABLE guess_pools (
    subject BYTEA NOT NULL,
    method TEXT COLLATE "C" NOT NULL,
    class TEXT COLLATE "C" NOT NULL,
    browser_id BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    tokens BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    refilled_at BIGINT NOT NULL,
    PRIMARY KEY (subject, method, class, browser_id)
);
-- Where wrong guesses came from, for "how many tries from how many places": networks as keyed hashes.
CREATE TABLE guess_places (
    subject BYTEA NOT NULL,
    network BYTEA NOT NULL,
    tries BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (subject, network)
);
-- What strangers may still trigger per contact, and every counter with a window.
CREATE TABLE message_budgets (
    contact_hash BYTEA NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE TABLE counters (
    counter_key BYTEA NOT NULL,
    window_start BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (counter_key, window_start)
);
CREATE INDEX counters_by_age ON counters (window_start);

-- Browsers and sessions.
CREATE TABLE browsers (
    account_id BYTEA NOT NULL,
    browser_id BYTEA NOT NULL,
    secret_hash BYTEA NOT NULL,
    previous_hash BYTEA NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    network BYTEA NOT NULL,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    known_since BIGINT,
    vouched_until BIGINT,
    removed_at BIGINT,
    PRIMARY KEY (account_id, browser_id)
);
CREATE TABLE sessions (
    account_id BYTEA NOT NULL,
    session_id BYTEA NOT NULL,
    secret_hash BYTEA NOT NULL,
    browser_id BYTEA,
    label TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    borrowed BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (account_id, session_id)
);
CREATE TABLE proofs (
    account_id BYTEA NOT NULL,
    proof_id BYTEA NOT NULL,
    owner_id BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    method_id BYTEA,
    browser_id BYTEA,
    shown_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, proof_id)
);
CREATE INDEX proofs_of_owner ON proofs (account_id, owner_id);

-- Locks, each with a cause and an end.
CREATE TABLE locks (
    account_id BYTEA NOT NULL,
    lock_id BYTEA NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    subject_id BYTEA,
    cause TEXT COLLATE "C" NOT NULL,
    rule TEXT COLLATE "C" NOT NULL,
    placed_at BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    places BIGINT NOT NULL,
    own BIGINT NOT NULL,
    lifts_at BIGINT,
    lifted_at BIGINT,
    lifted_by TEXT COLLATE "C",
    PRIMARY KEY (account_id, lock_id)
);
CREATE INDEX locks_by_time ON locks (placed_at, cause);

-- Recovery. subject is the account, or the stand-in of a name that no account has.
CREATE TABLE recoveries (
    recovery_id BYTEA NOT NULL PRIMARY KEY,
    secret_hash BYTEA NOT NULL,
    subject BYTEA NOT NULL,
    account_id BYTEA,
    typed_kind TEXT COLLATE "C" NOT NULL,
    typed TEXT COLLATE "C" NOT NULL,
    goal TEXT COLLATE "C" NOT NULL,
    asked TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    proved_at BIGINT,
    opens_at BIGINT,
    ended_at BIGINT
);
CREATE INDEX recoveries_by_proof ON recoveries (proved_at);

-- Notices and their "this was not me" links.
CREATE TABLE notices (
    account_id BYTEA NOT NULL,
    notice_id BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    details TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    denied_at BIGINT,
    PRIMARY KEY (account_id, notice_id)
);
CREATE TABLE notice_links (
    link_hash BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL,
    notice_id BYTEA NOT NULL,
    contact_id BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

-- Audit: append-only and chained per account over salted hashes; details are sealed.
CREATE TABLE audit (
    account_id BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    event TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    details BYTEA NOT NULL,
    salted_hash BYTEA NOT NULL,
    chain BYTEA NOT NULL,
    PRIMARY KEY (account_id, seq)
);

-- What leaves: written in the transaction that causes it, sealed, wiped after sending.
CREATE TABLE outbox (
    message_id BYTEA NOT NULL PRIMARY KEY,
    bucket BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    channel TEXT COLLATE "C" NOT NULL,
    account_id BYTEA,
    payload BYTEA NOT NULL,
    tries BIGINT NOT NULL,
    gateway BIGINT NOT NULL,
    handed_to TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    finished_at BIGINT,
    outcome TEXT COLLATE "C"
);
CREATE INDEX outbox_due ON outbox (channel, bucket, due_at) WHERE finished_at IS NULL;
CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL;
CREATE TABLE jobs (
    job_id BYTEA NOT NULL PRIMARY KEY,
    bucket BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    account_id BYTEA NOT NULL,
    subject_id BYTEA NOT NULL,
    tries BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (bucket, due_at);
-- Nodes lease buckets; the epoch fences a node that lost its lease. One row per queue and bucket from the start.
CREATE TABLE leases (
    queue TEXT COLLATE "C" NOT NULL,
    bucket BIGINT NOT NULL,
    node BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (queue, bucket)
);
INSERT INTO leases (queue, bucket, node, epoch, until)
    WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 63)
    SELECT queues.name, numbers.n, CAST('\x00000000000000000000000000000000' AS BYTEA), 0, 0 FROM numbers CROSS JOIN
    (SELECT 'email' AS name UNION ALL SELECT 'phone' UNION ALL SELECT 'jobs') AS queues;
-- The demo's inbox: where mails and phone messages appear. Stays empty everywhere else.
CREATE TABLE demo_inbox (
    message_id BYTEA NOT NULL PRIMARY KEY,
    channel TEXT COLLATE "C" NOT NULL,
    recipient TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C",
    created_at BIGINT NOT NULL
);

-- Devices, how they prove which one they are, and commands. Places in degrees times 10^7, accuracy in metres.
CREATE TABLE devices (
    account_id BYTEA NOT NULL,
    device_id BYTEA NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    capabilities TEXT COLLATE "C" NOT NULL,
    public_key BYTEA,
    counter BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    paired_at BIGINT NOT NULL,
    removed_at BIGINT,
    last_contact_at BIGINT,
    leaving TEXT COLLATE "C",
    location TEXT COLLATE "C" NOT NULL,
    battery BIGINT,
    charging BIGINT,
    fix_at BIGINT,
    lat BIGINT,
    lon BIGINT,
    accuracy BIGINT,
    source BIGINT,
    fix_battery BIGINT,
    fix_received_at BIGINT,
    live_until BIGINT,
    missing_since BIGINT,
    missing_lapses_at BIGINT,
    missing_browser BYTEA,
    missing_password BIGINT NOT NULL DEFAULT 0,
    lost_text TEXT COLLATE "C",
    lost_call TEXT COLLATE "C",
    marked_singly_at BIGINT,
    unmarked_since BIGINT,
    unmarked_at BIGINT,
    watch_stopped_at BIGINT,
    last_look_at BIGINT,
    last_look_told_at BIGINT,
    PRIMARY KEY (account_id, device_id)
);
-- What a device shows leads to it: a hash of its secret, of its public key, or of its id.
CREATE TABLE device_keys (
    key_hash BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL,
    device_id BYTEA NOT NULL
);
CREATE INDEX device_keys_of_device ON device_keys (account_id, device_id);
-- Pairing codes of agents; only their tags are kept.
CREATE TABLE pairings (
    code_tag BYTEA NOT NULL PRIMARY KEY,
    account_id BYTEA NOT NULL,
    pairing_id BYTEA NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    session_id BYTEA NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL,
    device_id BYTEA
);
CREATE UNIQUE INDEX pairings_of_account ON pairings (account_id, pairing_id);
CREATE TABLE commands (
    account_id BYTEA NOT NULL,
    command_id BYTEA NOT NULL,
    device_id BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    counter BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    sent_at BIGINT,
    acknowledged_at BIGINT,
    finished_at BIGINT,
    reason TEXT COLLATE "C",
    PRIMARY KEY (account_id, command_id)
);
CREATE INDEX commands_of_device ON commands (account_id, device_id, counter);
