-- What the last check of an agreement's books found.
CREATE TABLE metering.books_check (
  agreement_id text NOT NULL REFERENCES marketplace.agreement,
  currency     text NOT NULL,
  -- By how much its accounts differ from what they are made of, all signs taken away.
  difference   numeric NOT NULL CHECK (difference >= 0),
  checked_at   timestamptz NOT NULL,
  PRIMARY KEY (agreement_id, currency)
);
CREATE INDEX books_check_worst ON metering.books_check ((difference = 0), agreement_id, currency);

CREATE TABLE metering.books_check_account (
  agreement_id text NOT NULL,
  currency     text NOT NULL,
  account      text NOT NULL,
  -- What the entries say.
  booked       numeric NOT NULL,
  -- What postings, transfers, records and refund cases add up to.
  found        numeric NOT NULL,
  PRIMARY KEY (agreement_id, currency, account),
  FOREIGN KEY (agreement_id, currency) REFERENCES metering.books_check
);
