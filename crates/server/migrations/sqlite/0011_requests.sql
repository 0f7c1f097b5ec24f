-- What was proved and waits before it is done. Its proofs are kept under its id.
CREATE TABLE requests (
    account_id BLOB NOT NULL,
    request_id BLOB NOT NULL,
    action TEXT NOT NULL,
    device_id BLOB,
    method_id BLOB,
    label TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    opens_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (account_id, request_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_ended ON requests (ended_at) WHERE ended_at IS NOT NULL;
