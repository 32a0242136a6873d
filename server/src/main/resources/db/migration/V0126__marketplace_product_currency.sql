-- What AWS charges for a product in does not change once it has agreements: what is carried and owed would be
-- another amount of money. The first start of a product notes it.
CREATE TABLE marketplace.product_currency (
  product_code text PRIMARY KEY,
  currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$')
);
