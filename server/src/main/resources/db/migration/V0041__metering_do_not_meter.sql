-- Whose records are made and kept, and not sent.
CREATE TABLE metering.do_not_meter (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind           text NOT NULL CHECK (kind IN ('AWS_ACCOUNT', 'AGREEMENT')),
  subject        text NOT NULL CHECK (kind <> 'AWS_ACCOUNT' OR subject ~ '^[0-9]{12}$'),
  reason         text NOT NULL CHECK (reason <> ''),
  added_by       text NOT NULL,
  added_at       timestamptz NOT NULL,
  removed_reason text,
  removed_by     text,
  removed_at     timestamptz,
  CHECK ((removed_at IS NULL) = (removed_by IS NULL) AND (removed_at IS NULL) = (removed_reason IS NULL))
);
CREATE UNIQUE INDEX do_not_meter_holds ON metering.do_not_meter (kind, subject) WHERE removed_at IS NULL;
