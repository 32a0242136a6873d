CREATE SCHEMA metering;

-- What is reported to AWS, one row per AWS key and UTC hour, over all periods of an agreement.
CREATE TABLE metering.record (
  id                  text PRIMARY KEY,
  agreement_id        text NOT NULL REFERENCES marketplace.agreement,
  product_code        text NOT NULL,
  dimension           text NOT NULL,
  hour                timestamptz NOT NULL CHECK (date_trunc('hour', hour, 'UTC') = hour),
  stamp               timestamptz NOT NULL CHECK (stamp >= hour AND stamp < hour + interval '1 hour'),
  quantity            bigint NOT NULL CHECK (quantity BETWEEN 0 AND 2147483647),
  amount              numeric NOT NULL CHECK (amount >= 0),
  currency            text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- The exact bytes of this record as they are sent, every time.
  wire                text NOT NULL,
  state               text NOT NULL CHECK (state IN ('DUE', 'SENT', 'ACCEPTED', 'REFUSED', 'DISPUTED', 'UNKNOWN', 'EXPIRED', 'WITHHELD')),
  reason              text,
  -- What became of an amount that AWS did not take: back to the carry, or written off as uncollected.
  resolution          text CHECK (resolution IN ('RETURNED', 'WRITTEN_OFF')),
  -- An attempt went out whose answer never came: AWS may have it.
  unanswered          boolean NOT NULL DEFAULT false,
  attempts            integer NOT NULL DEFAULT 0,
  -- Business time.
  next_attempt_at     timestamptz,
  -- Wall time of the database.
  lease_until         timestamptz,
  last_call_id        bigint,
  metering_record_id  text,
  made_at             timestamptz NOT NULL,
  answered_at         timestamptz,
  version             bigint NOT NULL DEFAULT 1,
  CHECK (state NOT IN ('REFUSED', 'DISPUTED', 'UNKNOWN', 'EXPIRED') OR reason IS NOT NULL),
  CHECK ((state IN ('DUE', 'SENT')) = (next_attempt_at IS NOT NULL)),
  CHECK (resolution IS NULL OR state IN ('REFUSED', 'DISPUTED', 'UNKNOWN', 'EXPIRED')),
  CHECK (state <> 'EXPIRED' OR resolution IS NOT NULL)
);
CREATE UNIQUE INDEX record_key ON metering.record (agreement_id, dimension, hour);
CREATE INDEX record_open ON metering.record (product_code, next_attempt_at, hour, id) WHERE state IN ('DUE', 'SENT');
CREATE INDEX record_recent ON metering.record (hour DESC, id DESC);

-- How a record's quantity is split over workspaces.
CREATE TABLE metering.allocation (
  record_id    text NOT NULL REFERENCES metering.record,
  workspace_id text NOT NULL,
  site         text NOT NULL,
  quantity     bigint NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (record_id, workspace_id)
);
CREATE INDEX allocation_workspace ON metering.allocation (workspace_id);

-- Each call, as sent and as answered.
CREATE TABLE metering.call (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  product_code text NOT NULL,
  request      text NOT NULL,
  sent_at      timestamptz NOT NULL,
  http_status  integer,
  response     text,
  answered_at  timestamptz
);
ALTER TABLE metering.record ADD FOREIGN KEY (last_call_id) REFERENCES metering.call;
