CREATE SCHEMA billing;

-- A price list: data with a version and a validity period.
CREATE TABLE billing.price_list (
  version    text PRIMARY KEY,
  valid_from timestamptz NOT NULL UNIQUE
);

CREATE TABLE billing.price (
  version   text NOT NULL REFERENCES billing.price_list,
  item      text NOT NULL,
  unit_size numeric NOT NULL CHECK (unit_size > 0),
  day_value text NOT NULL CHECK (day_value IN ('SUM', 'MAX')),
  retention text NOT NULL,
  currency  text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  site_kind text NOT NULL CHECK (site_kind IN ('china', 'international')),
  price     numeric NOT NULL CHECK (price >= 0),
  PRIMARY KEY (version, item, retention, currency, site_kind)
);

-- Until when a workspace's hours have been closed by a reading.
CREATE TABLE billing.reading_mark (
  workspace_id text PRIMARY KEY,
  closed_until timestamptz NOT NULL CHECK (date_trunc('hour', closed_until, 'UTC') = closed_until)
);

-- What a reading found newly charged. Never changed, never deleted.
CREATE TABLE billing.posting (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id       text NOT NULL,
  day                date NOT NULL,
  item               text NOT NULL,
  retention          text NOT NULL,
  as_of              timestamptz NOT NULL,
  -- The UTC hour it belongs to: that of as_of; exactly on the hour belongs to the hour before.
  hour               timestamptz NOT NULL,
  units              numeric NOT NULL,
  price              numeric,
  currency           text,
  price_version      text,
  amount             numeric NOT NULL,
  billing_account_id text,
  agreement_id       text REFERENCES marketplace.agreement,
  CHECK (agreement_id IS NULL OR billing_account_id IS NOT NULL),
  CHECK ((price IS NULL) = (currency IS NULL)),
  CHECK (amount = units * coalesce(price, 0)),
  CHECK (billing_account_id IS NOT NULL OR amount = 0)
);
CREATE INDEX posting_day ON billing.posting (workspace_id, day, item, retention);
CREATE INDEX posting_agreement ON billing.posting (agreement_id, hour) WHERE agreement_id IS NOT NULL;

-- What moved between the books of two agreements, as a pair of rows that add up to zero. Never changed, never deleted.
CREATE TABLE billing.transfer (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agreement_id       text NOT NULL REFERENCES marketplace.agreement,
  other_agreement_id text NOT NULL REFERENCES marketplace.agreement CHECK (other_agreement_id <> agreement_id),
  -- Who accrued it; empty for what is no workspace's (an earlier end wrote it off).
  workspace_id       text,
  -- The UTC hour it belongs to, as that of a posting.
  hour               timestamptz NOT NULL CHECK (date_trunc('hour', hour, 'UTC') = hour),
  -- Above zero: it came from the other one.
  amount             numeric NOT NULL CHECK (amount <> 0),
  currency           text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  at                 timestamptz NOT NULL
);
CREATE INDEX transfer_agreement ON billing.transfer (agreement_id, hour);

-- The books of an agreement: double entry, append-only. amount moves from one account to the other.
CREATE TABLE billing.entry (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agreement_id text NOT NULL REFERENCES marketplace.agreement,
  from_account text NOT NULL,
  to_account   text NOT NULL,
  amount       numeric NOT NULL CHECK (amount > 0),
  currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  cause        text NOT NULL,
  at           timestamptz NOT NULL,
  CHECK (from_account <> to_account),
  CHECK (from_account IN ('ACCRUED', 'CARRY', 'DUE', 'SENT', 'ACCEPTED', 'REFUSED', 'UNKNOWN', 'DISPUTED', 'WITHHELD', 'UNCOLLECTED', 'REFUND_CASES')),
  CHECK (to_account IN ('ACCRUED', 'CARRY', 'DUE', 'SENT', 'ACCEPTED', 'REFUSED', 'UNKNOWN', 'DISPUTED', 'WITHHELD', 'UNCOLLECTED', 'REFUND_CASES'))
);
CREATE INDEX entry_agreement ON billing.entry (agreement_id, id);

CREATE FUNCTION billing.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'postings, transfers and entries are never changed: post a correction';
END $$;
CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.posting
  FOR EACH STATEMENT EXECUTE FUNCTION billing.refuse_change();
CREATE TRIGGER transfer_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.transfer
  FOR EACH STATEMENT EXECUTE FUNCTION billing.refuse_change();
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.entry
  FOR EACH STATEMENT EXECUTE FUNCTION billing.refuse_change();
