-- The check of the books adds up what is new since the last one, and all of it once a day: these are the sums so far,
-- up to the ids and the hour of the cut.
CREATE TABLE metering.books_cut (
  one          boolean PRIMARY KEY DEFAULT true CHECK (one),
  entry_id     bigint NOT NULL,
  posting_id   bigint NOT NULL,
  transfer_id  bigint NOT NULL,
  -- Accepted and withheld records of hours before are in the sums; they never change again.
  records_from timestamptz NOT NULL,
  -- When all was added up last; null before the first time.
  whole_at     timestamptz
);
INSERT INTO metering.books_cut (entry_id, posting_id, transfer_id, records_from) VALUES (0, 0, 0, 'epoch');

CREATE TABLE metering.books_sum (
  agreement_id text NOT NULL REFERENCES marketplace.agreement,
  currency     text NOT NULL,
  account      text NOT NULL,
  booked       numeric NOT NULL,
  found        numeric NOT NULL,
  PRIMARY KEY (agreement_id, currency, account)
) WITH (fillfactor = 70);

-- The part of the difference by which the running sums of carries and shares are wrong.
ALTER TABLE metering.books_check ADD COLUMN running numeric NOT NULL DEFAULT 0 CHECK (running >= 0);

CREATE INDEX record_unsettled ON metering.record (agreement_id)
  WHERE resolution IS NULL AND state NOT IN ('ACCEPTED', 'WITHHELD');
