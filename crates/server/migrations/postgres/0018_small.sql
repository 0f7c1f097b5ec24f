-- Whether a known browser or a session of the owner's asked: those have prompts of their own.
ALTER TABLE approvals ADD COLUMN known BIGINT NOT NULL DEFAULT 0;
-- What runs on a device stays as long as that, so that what was put on it is not taken for a thing of its own.
DROP INDEX browsers_by_age;
CREATE INDEX browsers_by_age ON browsers (last_seen) WHERE device_id IS NULL;
