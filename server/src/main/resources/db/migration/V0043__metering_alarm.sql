-- What is wrong now, as last found: one row for each kind of alarm that holds.
CREATE TABLE metering.alarm (
  kind       text PRIMARY KEY,
  count      bigint NOT NULL CHECK (count > 0),
  -- What it adds up to, one amount for each currency.
  currencies text[] NOT NULL,
  amounts    numeric[] NOT NULL CHECK (cardinality(amounts) = cardinality(currencies)),
  since      timestamptz NOT NULL,
  -- The UTC day on which it was told last.
  told_on    date NOT NULL
);
