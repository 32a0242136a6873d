-- Where our books or agreements differ from AWS's: a case each, for a person.
CREATE TABLE metering.difference (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- QUANTITY: AWS charged another quantity than it accepted from us; OVER_AT_AWS: an agreement that is active here only;
  -- UNKNOWN_HERE: one that is active there only.
  kind          text NOT NULL CHECK (kind IN ('QUANTITY', 'OVER_AT_AWS', 'UNKNOWN_HERE')),
  product_code  text NOT NULL,
  agreement_id  text REFERENCES marketplace.agreement,
  aws_account   text,
  aws_agreement text,
  dimension     text,
  hour          timestamptz,
  ours          bigint,
  theirs        bigint,
  -- What the difference is worth, without its sign.
  amount        numeric CHECK (amount >= 0),
  currency      text CHECK (currency ~ '^[A-Z]{3}$'),
  state         text NOT NULL DEFAULT 'OPEN' CHECK (state IN ('OPEN', 'CLOSED')),
  opened_at     timestamptz NOT NULL,
  closed_at     timestamptz,
  closed_by     text,
  reason        text,
  CHECK ((state = 'OPEN') = (closed_at IS NULL) AND (closed_at IS NULL) = (closed_by IS NULL)
         AND (closed_at IS NULL) = (reason IS NULL)),
  CHECK ((kind = 'QUANTITY') = (hour IS NOT NULL) AND (hour IS NULL) = (ours IS NULL)
         AND (hour IS NULL) = (theirs IS NULL) AND (hour IS NULL) = (amount IS NULL)),
  UNIQUE NULLS NOT DISTINCT (kind, product_code, agreement_id, aws_account, aws_agreement, dimension, hour)
);
CREATE INDEX difference_open ON metering.difference (id) WHERE state = 'OPEN';
