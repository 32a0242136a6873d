-- What is wrong between a product and AWS just now, for alarms; a row goes when it is well again.
CREATE TABLE marketplace.trouble (
  product_code text NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('LANDINGS_REFUSED', 'TOKENS_INVALID', 'QUEUE_UNREADABLE')),
  since        timestamptz NOT NULL,
  -- How often it was met.
  count        bigint NOT NULL CHECK (count > 0),
  -- What AWS, or the connection to it, said last.
  detail       text NOT NULL,
  PRIMARY KEY (product_code, kind)
);
