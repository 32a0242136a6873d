-- Events are kept in windows by the time of their receipt, each a partition that is dropped as a whole when its newest
-- event is too old to be sent again.

-- Who reports, once, so that an event's key is narrow.
CREATE TABLE usage.source (
  id  integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uri text COLLATE "C" NOT NULL UNIQUE
);

-- Every writer holds this table in ROW SHARE mode, every change of the windows in EXCLUSIVE mode: while events are
-- written, the open window stays the open one, and nothing is inserted into a sealed one.
CREATE TABLE usage.event_window (
  no        smallint PRIMARY KEY CHECK (no > 0),
  -- Null: not known yet; the first look at the windows sets it.
  opened_at timestamptz,
  sealed_at timestamptz
);
CREATE UNIQUE INDEX event_window_open ON usage.event_window ((true)) WHERE sealed_at IS NULL;

ALTER TABLE usage.event RENAME TO event_before;
ALTER TABLE usage.event_before RENAME CONSTRAINT event_pkey TO event_before_pkey;
ALTER TABLE usage.event_before RENAME CONSTRAINT event_quantity_check TO event_before_quantity_check;

CREATE TABLE usage.event (
  used_at      timestamptz NOT NULL,
  -- The instant whose hour and day it counts in: its receipt, if its time of use was ahead.
  counted_at   timestamptz NOT NULL,
  source_id    integer NOT NULL,
  window_no    smallint NOT NULL,
  -- 0 adds up, 1 gauge, 2 of an unknown workspace, 3 void, 4 awaited: a void came before its event.
  kind         smallint NOT NULL CHECK (kind BETWEEN 0 AND 4),
  voided       boolean NOT NULL,
  quantity     numeric NOT NULL CHECK (quantity >= 0),
  id           text COLLATE "C" NOT NULL,
  workspace_id text COLLATE "C" NOT NULL,
  item         text NOT NULL,
  retention    text NOT NULL,
  measure      text NOT NULL,
  -- The id that a void takes back; else empty.
  target       text COLLATE "C" NOT NULL,
  PRIMARY KEY (window_no, source_id, id)
) PARTITION BY LIST (window_no);

-- For the highest of what is left when a gauge's event is taken back.
CREATE INDEX event_gauge ON usage.event (workspace_id, counted_at) WHERE kind = 1 AND NOT voided;

CREATE TABLE usage.event_1 PARTITION OF usage.event FOR VALUES IN (1);
INSERT INTO usage.event_window (no) VALUES (1);

-- Usage of workspaces that were not known when it came, for people to see, beyond the windows.
CREATE TABLE usage.unknown_event (
  no           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source       text COLLATE "C" NOT NULL,
  id           text COLLATE "C" NOT NULL,
  workspace_id text COLLATE "C" NOT NULL,
  item         text NOT NULL,
  measure      text NOT NULL,
  retention    text NOT NULL,
  quantity     numeric NOT NULL CHECK (quantity >= 0),
  used_at      timestamptz NOT NULL,
  received_at  timestamptz NOT NULL,
  -- Its sender took it back.
  voided       boolean NOT NULL DEFAULT false
);
CREATE INDEX unknown_event_key ON usage.unknown_event (source, id);

INSERT INTO usage.source (uri) SELECT DISTINCT source FROM usage.event_before;

INSERT INTO usage.event
       (used_at, counted_at, source_id, window_no, kind, voided, quantity, id, workspace_id, item, retention, measure,
        target)
SELECT b.used_at, least(b.used_at, b.received_at), s.id, 1,
       CASE WHEN NOT b.counted THEN 2
            WHEN b.item IN ('timeseries', 'forward', 'network', 'session') THEN 1
            ELSE 0 END,
       false, b.quantity, b.id, b.workspace_id, b.item, b.retention, b.measure, ''
  FROM usage.event_before b JOIN usage.source s ON s.uri = b.source;

INSERT INTO usage.unknown_event
       (source, id, workspace_id, item, measure, retention, quantity, used_at, received_at)
SELECT source, id, workspace_id, item, measure, retention, quantity, used_at, received_at
  FROM usage.event_before WHERE NOT counted ORDER BY received_at;

DROP TABLE usage.event_before;

-- Enters the windows for the rest of the transaction: the open window, the sealed ones, and the ids of sources, null
-- for a new one. The statements inside run after the lock is held, each with a look of its own at the rows.
CREATE FUNCTION usage.enter_windows(uris text[], OUT open smallint, OUT sealed smallint[], OUT sources integer[])
LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE usage.event_window IN ROW SHARE MODE;
  -- A window fills faster than statistics follow: keys are looked up by their index, whatever the planner has heard.
  PERFORM set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
          set_config('enable_mergejoin', 'off', true);
  SELECT w.no INTO STRICT open FROM usage.event_window w WHERE w.sealed_at IS NULL;
  sealed := ARRAY(SELECT w.no FROM usage.event_window w WHERE w.sealed_at IS NOT NULL ORDER BY w.no);
  sources := ARRAY(SELECT (SELECT s.id FROM usage.source s WHERE s.uri = u.uri)
                     FROM unnest(uris) WITH ORDINALITY AS u (uri, n) ORDER BY u.n);
END $$;
