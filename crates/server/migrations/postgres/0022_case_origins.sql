-- Whose allowance an unproved case uses (a keyed hash): beyond it, the oldest gives way to the newest.
ALTER TABLE recoveries ADD COLUMN begun_from BYTEA;
CREATE INDEX recoveries_by_origin ON recoveries (begun_from, created_at) WHERE proved_at IS NULL;
ALTER TABLE name_cases ADD COLUMN begun_from BYTEA;
CREATE INDEX name_cases_by_origin ON name_cases (begun_from, created_at) WHERE proved_at IS NULL;
