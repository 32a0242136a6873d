-- What one deed did to many is one row in its transaction; the thread that seals writes the entries out (ADR 39).
CREATE TABLE audit.bundle (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The first entry's; those of the others follow it.
  nonce      uuid NOT NULL UNIQUE,
  at         timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('CUSTOMER', 'OPERATOR', 'API_KEY', 'SYSTEM')),
  actor      text NOT NULL,
  action     text NOT NULL CHECK (action <> ''),
  -- The subjects and their details as the server writes and signs them.
  said       text NOT NULL,
  -- How many entries it is.
  entries    integer NOT NULL CHECK (entries > 0),
  mac        bytea NOT NULL CHECK (octet_length(mac) = 32),
  noted_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- It is there for a second: packing it takes longer than writing it.
ALTER TABLE audit.bundle ALTER COLUMN said SET STORAGE EXTERNAL;
CREATE TRIGGER bundle_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.bundle
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- Locks of one beginning are found in the order they were written in: no index is written all over. The table is taken whole
-- at once: who first only kept writers out would wait for those who wait for it.
DROP INDEX locking.lock_beginning;
CREATE INDEX lock_beginning ON locking.lock (started_at, no) WHERE ended_at IS NULL AND cleared_at IS NULL;
