-- Postings are stored together: those of one reading, to one payer, of a day of a workspace are one row. Each used to be
-- a row with a key of its own in three indexes; that was a third of what a reading costs. billing.posting shows them
-- one by one, as before.
LOCK TABLE billing.posting IN ACCESS EXCLUSIVE MODE;
CREATE TABLE billing.posting_set (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id       text NOT NULL,
  day                date NOT NULL,
  as_of              timestamptz NOT NULL,
  -- The UTC hour it belongs to: that of as_of; exactly on the hour belongs to the hour before.
  hour               timestamptz NOT NULL,
  billing_account_id text,
  agreement_id       text,
  dimension          text,
  currency           text,
  price_version      text,
  -- Why nobody is charged.
  uncharged          text CHECK (uncharged IN ('NO_PAYER', 'NO_PRICE')),
  -- The postings: the first of each array are of one, and so on.
  items              text[] NOT NULL,
  retentions         text[] NOT NULL,
  units              numeric[] NOT NULL,
  prices             numeric[],
  CHECK ((uncharged IS NULL) = (billing_account_id IS NOT NULL)),
  CHECK (agreement_id IS NULL OR billing_account_id IS NOT NULL),
  CHECK ((agreement_id IS NULL) = (dimension IS NULL)),
  CHECK ((billing_account_id IS NULL) = (prices IS NULL)),
  CHECK ((prices IS NULL) = (currency IS NULL)),
  CHECK (cardinality(items) BETWEEN 1 AND 100 AND array_lower(items, 1) = 1 AND array_position(items, NULL) IS NULL),
  CHECK (cardinality(retentions) = cardinality(items) AND array_position(retentions, NULL) IS NULL),
  CHECK (cardinality(units) = cardinality(items) AND array_position(units, NULL) IS NULL),
  CHECK (cardinality(prices) = cardinality(items) AND array_position(prices, NULL) IS NULL)
);

INSERT INTO billing.posting_set (id, workspace_id, day, as_of, hour, billing_account_id, agreement_id, dimension,
                                 currency, price_version, uncharged, items, retentions, units, prices)
OVERRIDING SYSTEM VALUE
SELECT id, workspace_id, day, as_of, hour, billing_account_id, agreement_id, dimension,
       currency, price_version, uncharged, ARRAY[item], ARRAY[retention], ARRAY[units],
       CASE WHEN price IS NOT NULL THEN ARRAY[price] END
  FROM billing.posting ORDER BY id;
SELECT setval(pg_get_serial_sequence('billing.posting_set', 'id'), max(id)) FROM billing.posting_set HAVING count(*) > 0;
DROP TABLE billing.posting;

CREATE INDEX posting_set_day ON billing.posting_set (workspace_id, day);
CREATE INDEX posting_set_agreement ON billing.posting_set (agreement_id, hour) WHERE agreement_id IS NOT NULL;
CREATE INDEX posting_set_billing_account ON billing.posting_set (billing_account_id)
  WHERE billing_account_id IS NOT NULL AND agreement_id IS NULL;
CREATE INDEX posting_set_uncharged ON billing.posting_set (day DESC, workspace_id) WHERE uncharged IS NOT NULL;
-- For the alarm: usage without a price by when it was found, whenever it was used.
CREATE INDEX posting_set_unpriced ON billing.posting_set (as_of) WHERE uncharged = 'NO_PRICE';

CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON billing.posting_set
  FOR EACH STATEMENT EXECUTE FUNCTION billing.refuse_change();

-- One by one. The id counts the postings of a set.
CREATE VIEW billing.posting AS
SELECT s.id * 100 + p.number - 1 AS id, s.id AS set_id, s.workspace_id, s.day, p.item, p.retention, s.as_of, s.hour,
       p.units, p.price, s.currency, s.price_version, p.units * coalesce(p.price, 0) AS amount,
       s.billing_account_id, s.agreement_id, s.dimension, s.uncharged
  FROM billing.posting_set s
 CROSS JOIN LATERAL unnest(s.items, s.retentions, s.units, s.prices) WITH ORDINALITY
       AS p (item, retention, units, price, number);
