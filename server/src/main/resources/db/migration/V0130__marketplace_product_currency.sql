-- What AWS charges for a product in does not change once an agreement of it has begun: what is carried and owed would be
-- another amount of money. Each start notes it until then.
CREATE TABLE marketplace.product_currency (
  product_code text PRIMARY KEY,
  currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$')
);
INSERT INTO marketplace.product_currency (product_code, currency)
SELECT DISTINCT ON (product_code) product_code, currency FROM metering.record ORDER BY product_code, hour DESC, id DESC;
