-- Workspaces whose closing reading failed, until one succeeds: operators are told of them.
CREATE TABLE metering.failed_reading (
  workspace_id text        PRIMARY KEY,
  hour         timestamptz NOT NULL,
  reason       text        NOT NULL CHECK (length(reason) <= 500),
  CONSTRAINT hour_is_full CHECK (hour = date_trunc('hour', hour, 'UTC'))
);

-- Since when an entry waits for its seal, by the wall clock: sealing does not follow business time.
ALTER TABLE audit.unsealed ADD COLUMN noted_at timestamptz NOT NULL DEFAULT clock_timestamp();
