-- Each entry carries a MAC under the server's secret, which the database does not know; the nonce keeps a copy of an entry
-- from passing for another. Entries of before have none.
ALTER TABLE audit.entry
  ADD COLUMN nonce uuid UNIQUE,
  ADD COLUMN mac   bytea CHECK (octet_length(mac) = 32),
  ADD CONSTRAINT entry_is_signed CHECK (nonce IS NOT NULL AND mac IS NOT NULL) NOT VALID;
CREATE INDEX entry_actor ON audit.entry (actor, id);
CREATE INDEX entry_action ON audit.entry (action text_pattern_ops, id);
CREATE INDEX entry_at ON audit.entry (at);

-- Entries that wait for their seal: they are committed in another order than their ids were given.
CREATE TABLE audit.unsealed (
  entry_id bigint PRIMARY KEY
);
INSERT INTO audit.unsealed SELECT id FROM audit.entry;
CREATE FUNCTION audit.note_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit.unsealed SELECT id FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER entry_unsealed AFTER INSERT ON audit.entry REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION audit.note_unsealed();

-- The chain: each hash, under the server's secret, is of the one before and of the entry.
CREATE TABLE audit.seal (
  no       bigint PRIMARY KEY CHECK (no > 0),
  entry_id bigint NOT NULL UNIQUE,
  hash     bytea NOT NULL CHECK (octet_length(hash) = 32)
);

-- Where the chain begins and ends. Whoever seals or prunes holds this row.
CREATE TABLE audit.chain (
  one            boolean PRIMARY KEY DEFAULT true CHECK (one),
  -- Entries up to here have no MAC.
  unsigned_until bigint NOT NULL,
  pruned_no      bigint NOT NULL DEFAULT 0,
  pruned_hash    bytea NOT NULL DEFAULT '',
  sealed_no      bigint NOT NULL DEFAULT 0,
  sealed_hash    bytea NOT NULL DEFAULT '',
  -- Of all the others; empty until the first seal.
  mac            bytea NOT NULL DEFAULT '',
  CHECK (pruned_no <= sealed_no)
);
INSERT INTO audit.chain (unsigned_until) SELECT coalesce(max(id), 0) FROM audit.entry;

-- Only what is past its time may go, and only as the server does it.
CREATE OR REPLACE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('audit.pruning', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the audit trail is append-only';
END $$;
CREATE TRIGGER seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.seal
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
