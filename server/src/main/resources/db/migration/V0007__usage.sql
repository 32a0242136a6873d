CREATE SCHEMA usage;

-- An event counts once: the same (source, id) again counts nothing.
CREATE TABLE usage.event (
  source       text COLLATE "C" NOT NULL,
  id           text COLLATE "C" NOT NULL,
  workspace_id text COLLATE "C" NOT NULL,
  item         text NOT NULL,
  measure      text NOT NULL,
  retention    text NOT NULL,
  quantity     numeric NOT NULL CHECK (quantity >= 0),
  used_at      timestamptz NOT NULL,
  received_at  timestamptz NOT NULL,
  -- False: no such workspace was known when it came. Kept for a person to see, and in no point.
  counted      boolean NOT NULL,
  PRIMARY KEY (source, id)
);
CREATE INDEX event_uncounted ON usage.event (received_at DESC) WHERE NOT counted;

-- What each UTC hour adds up to (SUM items) or reached (MAX items).
CREATE TABLE usage.hour_point (
  workspace_id text COLLATE "C" NOT NULL,
  day          date NOT NULL,
  item         text NOT NULL,
  retention    text NOT NULL,
  measure      text NOT NULL,
  hour         timestamptz NOT NULL,
  quantity     numeric NOT NULL CHECK (quantity >= 0),
  PRIMARY KEY (workspace_id, day, item, retention, measure, hour)
);

-- Billing days with usage that no reading has counted to its end yet. Its row is the lock between intake and readings,
-- taken in the order of its key; "C" makes that the order in which the server sorts, on any database.
CREATE TABLE usage.touched_day (
  workspace_id text COLLATE "C" NOT NULL,
  day          date NOT NULL,
  version      bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, day)
);
