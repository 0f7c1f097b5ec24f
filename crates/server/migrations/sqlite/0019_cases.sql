-- What belongs to an account is found by it.
CREATE INDEX helper_requests_of_account ON helper_requests (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX rehearsal_links_of_account ON rehearsal_links (account_id);
