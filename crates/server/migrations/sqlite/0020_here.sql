-- The browser that runs on the device which a code brings in, if its owner said so.
ALTER TABLE pairings ADD COLUMN browser_id BLOB;
