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
  suspended INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS agreement (
  agreement_id TEXT PRIMARY KEY,
  product_code TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES account,
  license_arn TEXT NOT NULL,
  -- The part by which licences are compared, l-....
  license_id TEXT NOT NULL,
  model TEXT NOT NULL,
  offer_id TEXT NOT NULL,
  private_offer INTEGER NOT NULL,
  intent TEXT NOT NULL,
  previous_agreement_id TEXT REFERENCES agreement,
  accepted_at INTEGER NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER,
  free_trial_ends_at INTEGER,
  auto_renew INTEGER NOT NULL,
  renewal_disabled_by TEXT,
  total_contract_value TEXT NOT NULL,
  reseller_account_id TEXT,
  resale_authorization_id TEXT,
  -- What a contract grants, as a JSON object of numbers by dimension.
  quantities TEXT NOT NULL,
  state TEXT NOT NULL,
  aws_status TEXT,
  holding INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  active_at INTEGER,
  cancelled_at INTEGER,
  deprovision_at INTEGER,
  window_ends_at INTEGER,
  ended_at INTEGER,
  suspended INTEGER NOT NULL,
  advisory_issued_at INTEGER,
  advisory_resolved_at INTEGER,
  noticed_until INTEGER NOT NULL,
  -- When the clock next has something to do with it.
  due_at INTEGER
);
CREATE INDEX IF NOT EXISTS agreement_by_account ON agreement (account_id, product_code);
CREATE INDEX IF NOT EXISTS agreement_by_license ON agreement (license_id);
CREATE INDEX IF NOT EXISTS agreement_due ON agreement (due_at);
-- A legacy product has at most one living agreement with an account.
CREATE UNIQUE INDEX IF NOT EXISTS agreement_living ON agreement (account_id, product_code)
  WHERE state NOT IN ('ENDED', 'FAILED') AND model = 'LEGACY';
CREATE TABLE IF NOT EXISTS agreement_history (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  agreement_id TEXT NOT NULL REFERENCES agreement,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS agreement_history_by_agreement ON agreement_history (agreement_id);
-- A seller's wish to cancel an agreement.
CREATE TABLE IF NOT EXISTS cancellation_request (
  request_id TEXT PRIMARY KEY,
  agreement_id TEXT NOT NULL REFERENCES agreement,
  reason_code TEXT NOT NULL,
  reason_message TEXT NOT NULL,
  status TEXT NOT NULL,
  status_message TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  approve_at INTEGER
);
CREATE INDEX IF NOT EXISTS cancellation_request_due ON cancellation_request (approve_at);
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
  -- In a free trial: priced at zero.
  free INTEGER NOT NULL,
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
