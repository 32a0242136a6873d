-- The simulator's state. Times are milliseconds since 1970 in UTC; business time unless a name says wall.
CREATE TABLE IF NOT EXISTS clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  business_time INTEGER NOT NULL,
  wall_time INTEGER NOT NULL,
  generation INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS account (
  account_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  customer_identifier TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS agreement (
  agreement_id TEXT PRIMARY KEY,
  product_code TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account,
  license_arn TEXT,
  state TEXT NOT NULL,
  holding INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  active_at INTEGER,
  cancelled_at INTEGER,
  window_ends_at INTEGER,
  ended_at INTEGER
);
CREATE INDEX IF NOT EXISTS agreement_by_account ON agreement (account_id, product_code);
-- A legacy product has at most one living agreement with an account.
CREATE UNIQUE INDEX IF NOT EXISTS agreement_living ON agreement (account_id, product_code)
  WHERE state <> 'ENDED' AND license_arn IS NULL;
CREATE TABLE IF NOT EXISTS token (
  token_hash TEXT PRIMARY KEY,
  agreement_id TEXT NOT NULL REFERENCES agreement,
  issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
);
-- One row per message on a queue; a copy that SNS or EventBridge delivers again is a row of its own.
CREATE TABLE IF NOT EXISTS notification (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  -- The id on the queue, and the id that a consumer removes duplicates by.
  sqs_id TEXT NOT NULL UNIQUE,
  message_id TEXT NOT NULL,
  product_code TEXT NOT NULL,
  agreement_id TEXT,
  kind TEXT NOT NULL,
  queue TEXT NOT NULL,
  message TEXT NOT NULL,
  -- What lies on the queue; null until published.
  body TEXT,
  state TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  published_at INTEGER,
  due_at INTEGER,
  sent_at INTEGER,
  -- The order of sending.
  sent_no INTEGER,
  -- How often it comes again, under the same id, after it was deleted.
  again INTEGER NOT NULL DEFAULT 0,
  copy_of INTEGER,
  rule_id INTEGER
);
CREATE INDEX IF NOT EXISTS notification_by_state ON notification (state, due_at);
CREATE INDEX IF NOT EXISTS notification_by_agreement ON notification (agreement_id);
CREATE INDEX IF NOT EXISTS notification_by_order ON notification (sent_no);
CREATE TABLE IF NOT EXISTS notification_rule (
  rule_id INTEGER PRIMARY KEY AUTOINCREMENT,
  product_code TEXT,
  agreement_id TEXT,
  kind TEXT,
  action TEXT NOT NULL,
  rate TEXT NOT NULL,
  seed INTEGER NOT NULL,
  delay_millis INTEGER NOT NULL,
  copies INTEGER NOT NULL,
  group_size INTEGER NOT NULL,
  times INTEGER,
  seen INTEGER NOT NULL DEFAULT 0,
  hits INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS metering_record (
  metering_record_id TEXT PRIMARY KEY,
  -- Whom the record charges: product and customer now, a licence in the concurrent model.
  meter_key TEXT NOT NULL,
  product_code TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account,
  agreement_id TEXT NOT NULL REFERENCES agreement,
  dimension TEXT NOT NULL,
  hour INTEGER NOT NULL,
  usage_time INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  allocations TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  UNIQUE (meter_key, dimension, hour)
);
CREATE INDEX IF NOT EXISTS metering_record_by_account ON metering_record (account_id, hour);
-- The log of calls; agreements are their ids between blanks.
CREATE TABLE IF NOT EXISTS aws_call (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  request_id TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  received_at_wall INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  operation TEXT NOT NULL,
  agreements TEXT NOT NULL,
  headers TEXT NOT NULL,
  body TEXT NOT NULL,
  -- Null if the connection was cut.
  status INTEGER,
  error TEXT,
  fault TEXT,
  response TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS fault_plan (
  operation TEXT PRIMARY KEY,
  seed INTEGER NOT NULL,
  -- What is still to come, as JSON.
  script TEXT NOT NULL,
  rates TEXT NOT NULL,
  calls INTEGER NOT NULL,
  injected INTEGER NOT NULL
);
