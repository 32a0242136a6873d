-- Since when work fails: its next try is always near, so the time it is due says nothing of that.
ALTER TABLE outbox.work ADD COLUMN failing_since timestamptz;

-- When an alarm was told last, and of how many: it is told again when there are more.
ALTER TABLE metering.alarm
  ADD COLUMN told_at timestamptz,
  ADD COLUMN told_count bigint CHECK (told_count > 0);
UPDATE metering.alarm SET told_at = told_on, told_count = count;
ALTER TABLE metering.alarm
  ALTER COLUMN told_at SET NOT NULL,
  ALTER COLUMN told_count SET NOT NULL,
  DROP COLUMN told_on;

-- A person has looked at a parked message, or AWS has taken it back. It still applies if what it lacked comes.
ALTER TABLE marketplace.message
  ADD COLUMN handled_at     timestamptz,
  ADD COLUMN handled_by     text,
  ADD COLUMN handled_reason text CHECK (handled_reason <> ''),
  ADD CONSTRAINT message_handled_whole CHECK (num_nulls(handled_at, handled_by, handled_reason) IN (0, 3));
CREATE INDEX message_unhandled ON marketplace.message (id) WHERE state = 'PARKED' AND handled_at IS NULL;

-- The same of usage of workspaces that nobody knows.
ALTER TABLE usage.unknown_event
  ADD COLUMN handled_at     timestamptz,
  ADD COLUMN handled_by     text,
  ADD COLUMN handled_reason text CHECK (handled_reason <> ''),
  ADD CONSTRAINT unknown_event_handled_whole CHECK (num_nulls(handled_at, handled_by, handled_reason) IN (0, 3));
CREATE INDEX unknown_event_open ON usage.unknown_event (no) WHERE NOT voided AND handled_at IS NULL;
