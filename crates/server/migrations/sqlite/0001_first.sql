-- The first schema. Its twin for the other engine has the same name and the same tables.
-- Accounts. Every change of an account first raises its head (hold), which also orders its audit chain.
CREATE TABLE account_heads (
    account_id BLOB NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE accounts (
    account_id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    two_step INTEGER NOT NULL,
    data_key BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- What people type to sign in. A number may serve several accounts (families); anything else only one.
CREATE TABLE identifiers (
    value TEXT NOT NULL,
    account_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (value, account_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX identifiers_one_account ON identifiers (value) WHERE kind <> 'phone';
CREATE INDEX identifiers_of_account ON identifiers (account_id);
-- Sign-ups under way: no account exists before its contact is proved.
CREATE TABLE signups (
    signup_id BLOB NOT NULL PRIMARY KEY,
    secret_hash BLOB NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    proved_at INTEGER,
    done_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX signups_by_age ON signups (created_at);

-- Methods.
CREATE TABLE passwords (
    account_id BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    memory_kib INTEGER NOT NULL,
    passes INTEGER NOT NULL,
    pepper_id INTEGER NOT NULL,
    salt BLOB NOT NULL,
    output BLOB NOT NULL,
    set_at INTEGER NOT NULL,
    origin TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE contacts (
    account_id BLOB NOT NULL,
    contact_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    proved_at INTEGER NOT NULL,
    origin TEXT NOT NULL,
    removed_at INTEGER,
    PRIMARY KEY (account_id, contact_id)
) STRICT, WITHOUT ROWID;
-- Contacts that wait for their first code.
CREATE TABLE contact_requests (
    account_id BLOB NOT NULL,
    request_id BLOB NOT NULL,
    session_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    done_at INTEGER,
    PRIMARY KEY (account_id, request_id)
) STRICT, WITHOUT ROWID;
-- One message carries one code and one link; both are kept as hashes only.
CREATE TABLE challenges (
    challenge_id BLOB NOT NULL PRIMARY KEY,
    subject BLOB NOT NULL,
    account_id BLOB,
    purpose TEXT NOT NULL,
    case_id BLOB NOT NULL,
    contact_id BLOB,
    contact_hash BLOB NOT NULL,
    channel TEXT NOT NULL,
    visitor_hash BLOB NOT NULL,
    code_tag BLOB NOT NULL,
    code_until INTEGER NOT NULL,
    link_until INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX challenges_of_case ON challenges (case_id, created_at);
CREATE INDEX challenges_by_age ON challenges (created_at);
CREATE TABLE challenge_links (
    link_hash BLOB NOT NULL PRIMARY KEY,
    challenge_id BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX challenge_links_by_age ON challenge_links (created_at);
-- Guesses: a row a (subject, method, pool); browser_id is empty for the pool's total.
CREATE TABLE guess_pools (
    subject BLOB NOT NULL,
    method TEXT NOT NULL,
    class TEXT NOT NULL,
    browser_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    tokens INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    refilled_at INTEGER NOT NULL,
    PRIMARY KEY (subject, method, class, browser_id)
) STRICT, WITHOUT ROWID;
-- Where wrong guesses came from, for "how many tries from how many places": networks as keyed hashes.
CREATE TABLE guess_places (
    subject BLOB NOT NULL,
    network BLOB NOT NULL,
    tries INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (subject, network)
) STRICT, WITHOUT ROWID;
-- What strangers may still trigger per contact, and every counter with a window.
CREATE TABLE message_budgets (
    contact_hash BLOB NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL,
    state TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE counters (
    counter_key BLOB NOT NULL,
    window_start INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (counter_key, window_start)
) STRICT, WITHOUT ROWID;
CREATE INDEX counters_by_age ON counters (window_start);

-- Browsers and sessions.
CREATE TABLE browsers (
    account_id BLOB NOT NULL,
    browser_id BLOB NOT NULL,
    secret_hash BLOB NOT NULL,
    previous_hash BLOB NOT NULL,
    label TEXT NOT NULL,
    network BLOB NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    known_since INTEGER,
    vouched_until INTEGER,
    removed_at INTEGER,
    PRIMARY KEY (account_id, browser_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
    account_id BLOB NOT NULL,
    session_id BLOB NOT NULL,
    secret_hash BLOB NOT NULL,
    browser_id BLOB,
    label TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    borrowed INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (account_id, session_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE proofs (
    account_id BLOB NOT NULL,
    proof_id BLOB NOT NULL,
    owner_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    method_id BLOB,
    browser_id BLOB,
    shown_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, proof_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX proofs_of_owner ON proofs (account_id, owner_id);

-- Locks, each with a cause and an end.
CREATE TABLE locks (
    account_id BLOB NOT NULL,
    lock_id BLOB NOT NULL,
    subject TEXT NOT NULL,
    subject_id BLOB,
    cause TEXT NOT NULL,
    rule TEXT NOT NULL,
    placed_at INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    places INTEGER NOT NULL,
    own INTEGER NOT NULL,
    lifts_at INTEGER,
    lifted_at INTEGER,
    lifted_by TEXT,
    PRIMARY KEY (account_id, lock_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX locks_by_time ON locks (placed_at, cause);

-- Recovery. subject is the account, or the stand-in of a name that no account has.
CREATE TABLE recoveries (
    recovery_id BLOB NOT NULL PRIMARY KEY,
    secret_hash BLOB NOT NULL,
    subject BLOB NOT NULL,
    account_id BLOB,
    typed_kind TEXT NOT NULL,
    typed TEXT NOT NULL,
    goal TEXT NOT NULL,
    asked TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    proved_at INTEGER,
    opens_at INTEGER,
    ended_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX recoveries_by_proof ON recoveries (proved_at);

-- Notices and their "this was not me" links.
CREATE TABLE notices (
    account_id BLOB NOT NULL,
    notice_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    details TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    denied_at INTEGER,
    PRIMARY KEY (account_id, notice_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE notice_links (
    link_hash BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL,
    notice_id BLOB NOT NULL,
    contact_id BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Audit: append-only and chained per account over salted hashes; details are sealed.
CREATE TABLE audit (
    account_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    actor TEXT NOT NULL,
    details BLOB NOT NULL,
    salted_hash BLOB NOT NULL,
    chain BLOB NOT NULL,
    PRIMARY KEY (account_id, seq)
) STRICT, WITHOUT ROWID;

-- What leaves: written in the transaction that causes it, sealed, wiped after sending.
CREATE TABLE outbox (
    message_id BLOB NOT NULL PRIMARY KEY,
    bucket INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    channel TEXT NOT NULL,
    account_id BLOB,
    payload BLOB NOT NULL,
    tries INTEGER NOT NULL,
    gateway INTEGER NOT NULL,
    handed_to TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    finished_at INTEGER,
    outcome TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (channel, bucket, due_at) WHERE finished_at IS NULL;
CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL;
CREATE TABLE jobs (
    job_id BLOB NOT NULL PRIMARY KEY,
    bucket INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    account_id BLOB NOT NULL,
    subject_id BLOB NOT NULL,
    tries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_due ON jobs (bucket, due_at);
-- Nodes lease buckets; the epoch fences a node that lost its lease. One row per queue and bucket from the start.
CREATE TABLE leases (
    queue TEXT NOT NULL,
    bucket INTEGER NOT NULL,
    node BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (queue, bucket)
) STRICT, WITHOUT ROWID;
INSERT INTO leases (queue, bucket, node, epoch, until)
    WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 63)
    SELECT queues.name, numbers.n, x'00000000000000000000000000000000', 0, 0 FROM numbers CROSS JOIN
    (SELECT 'email' AS name UNION ALL SELECT 'phone' UNION ALL SELECT 'jobs') AS queues;
-- The demo's inbox: where mails and phone messages appear. Stays empty everywhere else.
CREATE TABLE demo_inbox (
    message_id BLOB NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    code TEXT,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Devices, how they prove which one they are, and commands. Places in degrees times 10^7, accuracy in metres.
CREATE TABLE devices (
    account_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    model TEXT NOT NULL,
    capabilities TEXT NOT NULL,
    public_key BLOB,
    counter INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    paired_at INTEGER NOT NULL,
    removed_at INTEGER,
    last_contact_at INTEGER,
    leaving TEXT,
    location TEXT NOT NULL,
    battery INTEGER,
    charging INTEGER,
    fix_at INTEGER,
    lat INTEGER,
    lon INTEGER,
    accuracy INTEGER,
    source INTEGER,
    fix_battery INTEGER,
    fix_received_at INTEGER,
    live_until INTEGER,
    missing_since INTEGER,
    missing_lapses_at INTEGER,
    missing_browser BLOB,
    missing_password INTEGER NOT NULL DEFAULT 0,
    lost_text TEXT,
    lost_call TEXT,
    marked_singly_at INTEGER,
    unmarked_since INTEGER,
    unmarked_at INTEGER,
    watch_stopped_at INTEGER,
    last_look_at INTEGER,
    last_look_told_at INTEGER,
    PRIMARY KEY (account_id, device_id)
) STRICT, WITHOUT ROWID;
-- What a device shows leads to it: a hash of its secret, of its public key, or of its id.
CREATE TABLE device_keys (
    key_hash BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL,
    device_id BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX device_keys_of_device ON device_keys (account_id, device_id);
-- Pairing codes of agents; only their tags are kept.
CREATE TABLE pairings (
    code_tag BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL,
    pairing_id BLOB NOT NULL,
    name TEXT NOT NULL,
    session_id BLOB NOT NULL,
    label TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    device_id BLOB
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX pairings_of_account ON pairings (account_id, pairing_id);
CREATE TABLE commands (
    account_id BLOB NOT NULL,
    command_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    counter INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    sent_at INTEGER,
    acknowledged_at INTEGER,
    finished_at INTEGER,
    reason TEXT,
    PRIMARY KEY (account_id, command_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX commands_of_device ON commands (account_id, device_id, counter);
