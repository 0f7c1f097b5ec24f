-- `fixes` has one partition a week, made when its first fix comes and dropped as a whole.
-- Degrees times 10^7, metres, microseconds. The key is what fixes are deduplicated on.
-- Columns stand in the order that leaves no gaps between them.
CREATE TABLE fixes (
    at BIGINT NOT NULL,
    lat INTEGER NOT NULL,
    lon INTEGER NOT NULL,
    accuracy INTEGER,
    source SMALLINT NOT NULL,
    battery SMALLINT,
    device_id BYTEA NOT NULL,
    PRIMARY KEY (device_id, at)
) PARTITION BY RANGE (at);
-- What outlives its week: see `locations::retention`.
CREATE TABLE kept (
    at BIGINT NOT NULL,
    lat INTEGER NOT NULL,
    lon INTEGER NOT NULL,
    accuracy INTEGER,
    source SMALLINT NOT NULL,
    battery SMALLINT,
    device_id BYTEA NOT NULL,
    PRIMARY KEY (device_id, at)
);
-- The weeks that have a partition.
CREATE TABLE weeks (
    week BIGINT NOT NULL PRIMARY KEY
);
-- Makes a week's partition if it is not there. The lock keeps two nodes from making it at once.
CREATE FUNCTION open_week(week BIGINT, starts BIGINT, ends BIGINT) RETURNS BIGINT LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('kunci weeks'));
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF fixes FOR VALUES FROM (%s) TO (%s)', 'fixes_' || week, starts, ends);
    INSERT INTO weeks VALUES (open_week.week) ON CONFLICT DO NOTHING;
    RETURN week;
END
$body$;
-- Drops a week with all its fixes.
CREATE FUNCTION drop_week(week BIGINT) RETURNS BIGINT LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('kunci weeks'));
    EXECUTE format('DROP TABLE IF EXISTS %I', 'fixes_' || week);
    DELETE FROM weeks WHERE weeks.week = drop_week.week;
    RETURN week;
END
$body$;
