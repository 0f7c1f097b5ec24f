-- Whose allowance a case uses that nobody has gone on with (a keyed hash): beyond it, the oldest gives way to the newest.
ALTER TABLE recoveries ADD COLUMN begun_from BYTEA;
CREATE INDEX recoveries_by_origin ON recoveries (begun_from, created_at) WHERE begun_from IS NOT NULL;
