-- The append-only trail of what customers, operators and the system did.
CREATE SCHEMA audit;

CREATE TABLE audit.entry (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at          timestamptz NOT NULL,
  actor_kind  text NOT NULL CHECK (actor_kind IN ('CUSTOMER', 'OPERATOR', 'API_KEY', 'SYSTEM')),
  actor       text NOT NULL,
  action      text NOT NULL CHECK (action <> ''),
  subject     text NOT NULL CHECK (subject <> ''),
  details     jsonb NOT NULL
);

CREATE INDEX entry_subject ON audit.entry (subject, id);

CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only';
END $$;

CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
