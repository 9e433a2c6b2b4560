-- Names under which snapshots are found. `last_number` never goes back, so that no number is given twice.
CREATE TABLE scope (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    last_number INTEGER NOT NULL DEFAULT 0
) STRICT;

-- One row a scan. `number` is null until the scan is finished: only then anybody sees it.
-- `base` is the snapshot whose bodies an unfinished scan may share: it must not be removed meanwhile.
CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scope INTEGER NOT NULL REFERENCES scope (id),
    number INTEGER,
    base INTEGER,
    writer TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    touched_at TEXT NOT NULL,
    stored_at TEXT,
    taken_at TEXT,
    subscription_id TEXT,
    tenant_id TEXT,
    title TEXT NOT NULL DEFAULT '',
    resources INTEGER NOT NULL DEFAULT 0,
    relationships INTEGER NOT NULL DEFAULT 0,
    resource_groups INTEGER NOT NULL DEFAULT 0,
    resource_types INTEGER NOT NULL DEFAULT 0,
    type_counts TEXT NOT NULL DEFAULT '{}',
    -- JSON: scope, coverage, read counts, names of types, groups and kinds.
    head TEXT NOT NULL DEFAULT '{}'
) STRICT;
CREATE UNIQUE INDEX snapshot_number ON snapshot (scope, number);

-- Packed columns: `resources` rows each, in the order of their keys. Part 0 is rows, part 1 relationships.
CREATE TABLE block (
    id INTEGER PRIMARY KEY,
    snapshot INTEGER NOT NULL REFERENCES snapshot (id),
    part INTEGER NOT NULL,
    number INTEGER NOT NULL,
    resources INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX block_place ON block (snapshot, part, number);

-- Which bodies one write brought: ids from `first` on, and their digests (xxh3-128 of the raw JSON, little-endian).
CREATE TABLE batch (
    first INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL,
    snapshot INTEGER NOT NULL,
    count INTEGER NOT NULL,
    digests BLOB NOT NULL
) STRICT;

-- Raw JSON rows, zstd; `dictionary` is 0 where none was used.
CREATE TABLE body (
    id INTEGER PRIMARY KEY,
    dictionary INTEGER NOT NULL,
    length INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;

CREATE TABLE dictionary (
    id INTEGER PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

-- The next id of a body. Ids are never given twice.
CREATE TABLE counter (next_body INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES (1);
