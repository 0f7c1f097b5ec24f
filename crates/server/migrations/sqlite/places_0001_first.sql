-- One file per week holds `fixes`; the file `kept.db` holds `kept`. Every file has both tables, one of them empty.
-- Degrees times 10^7, metres, microseconds. The key is what fixes are deduplicated on.
CREATE TABLE fixes (
    device_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    lat INTEGER NOT NULL,
    lon INTEGER NOT NULL,
    accuracy INTEGER,
    source INTEGER NOT NULL,
    battery INTEGER,
    PRIMARY KEY (device_id, at)
) STRICT, WITHOUT ROWID;
-- What outlives its week: see `locations::retention`.
CREATE TABLE kept (
    device_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    lat INTEGER NOT NULL,
    lon INTEGER NOT NULL,
    accuracy INTEGER,
    source INTEGER NOT NULL,
    battery INTEGER,
    PRIMARY KEY (device_id, at)
) STRICT, WITHOUT ROWID;
