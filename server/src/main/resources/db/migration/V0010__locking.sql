CREATE SCHEMA locking;

-- A lock over its time: buffer, then full; why it began and how it ended.
CREATE TABLE locking.lock (
  id             text PRIMARY KEY,
  workspace_id   text NOT NULL REFERENCES workspace.workspace,
  cause          text NOT NULL,
  agreement_id   text REFERENCES marketplace.agreement,
  started_at     timestamptz NOT NULL,
  buffer_ends_at timestamptz NOT NULL,
  ended_at       timestamptz,
  ended_by       text,
  CHECK (buffer_ends_at > started_at),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX lock_one_at_a_time ON locking.lock (workspace_id) WHERE ended_at IS NULL;
