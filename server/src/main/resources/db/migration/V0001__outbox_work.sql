-- Work rows: stored with their cause, claimed with SKIP LOCKED, leased, retried, parked where a person sees them.
CREATE SCHEMA outbox;

CREATE TABLE outbox.work (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text NOT NULL CHECK (kind <> ''),
  key         text NOT NULL CHECK (key <> ''),
  payload     jsonb NOT NULL,
  state       text NOT NULL DEFAULT 'DUE' CHECK (state IN ('DUE', 'PARKED')),
  -- Business time.
  due_at      timestamptz NOT NULL,
  attempts    integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- Wall time of the database: a lease must end although business time stands still.
  lease_until timestamptz,
  -- Rises with every put; who finishes the work deletes only the version that was claimed.
  version     bigint NOT NULL DEFAULT 1,
  last_error  text,
  created_at  timestamptz NOT NULL,
  UNIQUE (kind, key)
);

CREATE INDEX work_due ON outbox.work (due_at, id) WHERE state = 'DUE';
