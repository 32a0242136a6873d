-- A list is in force from a billing day on: at each site from its own midnight, until the next list begins.
ALTER TABLE billing.price_list
  ALTER COLUMN valid_from TYPE date USING (valid_from AT TIME ZONE 'UTC')::date;

-- A list that had not begun anywhere may be withdrawn. It stays, and its version stays used.
ALTER TABLE billing.price_list
  ADD COLUMN withdrawn_at     timestamptz,
  ADD COLUMN withdrawn_reason text,
  ADD CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
  DROP CONSTRAINT price_list_valid_from_key;
CREATE UNIQUE INDEX price_list_valid_from ON billing.price_list (valid_from) WHERE withdrawn_at IS NULL;

-- Every whole unit of an item grants so much of another one free, on the same workspace and day.
CREATE TABLE billing.allowance (
  version         text NOT NULL REFERENCES billing.price_list,
  item            text NOT NULL,
  site_kind       text NOT NULL CHECK (site_kind IN ('china', 'international')),
  grants_item     text NOT NULL CHECK (grants_item <> item),
  -- As reported (time series, bytes, …), not in units of the price list.
  grants_quantity numeric NOT NULL CHECK (grants_quantity > 0),
  PRIMARY KEY (version, item, site_kind)
);
