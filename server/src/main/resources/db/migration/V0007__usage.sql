CREATE SCHEMA usage;

-- An event counts once: the same (source, id) again counts nothing.
CREATE TABLE usage.event (
  source       text NOT NULL,
  id           text NOT NULL,
  workspace_id text NOT NULL,
  item         text NOT NULL,
  measure      text NOT NULL,
  retention    text NOT NULL,
  quantity     numeric NOT NULL CHECK (quantity >= 0),
  used_at      timestamptz NOT NULL,
  received_at  timestamptz NOT NULL,
  PRIMARY KEY (source, id)
);

-- What each UTC hour adds up to (SUM items) or reached (MAX items).
CREATE TABLE usage.hour_point (
  workspace_id text NOT NULL,
  day          date NOT NULL,
  item         text NOT NULL,
  retention    text NOT NULL,
  measure      text NOT NULL,
  hour         timestamptz NOT NULL,
  quantity     numeric NOT NULL CHECK (quantity >= 0),
  PRIMARY KEY (workspace_id, day, item, retention, measure, hour)
);

-- Billing days with usage that no reading has counted to its end yet. Its row is the lock between intake and readings.
CREATE TABLE usage.touched_day (
  workspace_id text NOT NULL,
  day          date NOT NULL,
  version      bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (workspace_id, day)
);
