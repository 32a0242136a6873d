-- The quota of calls per seller account and region, shared by all nodes: when the next call may go out. Wall time.
CREATE TABLE metering.call_quota (
  seller  text NOT NULL,
  region  text NOT NULL,
  next_at timestamptz NOT NULL,
  PRIMARY KEY (seller, region)
);

-- What came of a call, in a word, and AWS's name for the error if it had one.
ALTER TABLE metering.call
  ADD COLUMN outcome text CHECK (outcome IN ('ANSWERED', 'REJECTED', 'THROTTLED', 'MISCONFIGURED', 'NOT_SENT', 'UNANSWERED')),
  ADD COLUMN error text;
CREATE INDEX call_product ON metering.call (product_code, id);

-- Every call a record went out with.
CREATE TABLE metering.record_call (
  record_id text NOT NULL REFERENCES metering.record,
  call_id   bigint NOT NULL REFERENCES metering.call,
  PRIMARY KEY (record_id, call_id)
);
INSERT INTO metering.record_call (record_id, call_id)
SELECT id, last_call_id FROM metering.record WHERE last_call_id IS NOT NULL;
ALTER TABLE metering.record DROP COLUMN last_call_id;

-- Why the record goes out without its allocations, once AWS has refused them.
ALTER TABLE metering.record ADD COLUMN untagged text;

-- To claim the oldest first without sorting a backlog, and to find when the next is to be tried.
DROP INDEX metering.record_open;
CREATE INDEX record_oldest ON metering.record (product_code, hour, id) WHERE state IN ('DUE', 'SENT');
CREATE INDEX record_next ON metering.record (product_code, next_attempt_at) WHERE state IN ('DUE', 'SENT');
