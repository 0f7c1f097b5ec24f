-- What was proved and waits before it is done. Its proofs are kept under its id.
CREATE TABLE requests (
    account_id BYTEA NOT NULL,
    request_id BYTEA NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    device_id BYTEA,
    method_id BYTEA,
    label TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    opens_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (account_id, request_id)
);
CREATE INDEX requests_ended ON requests (ended_at) WHERE ended_at IS NOT NULL;
