-- For the alarm: usage without a price by when it was found, whenever it was used.
CREATE INDEX posting_unpriced ON billing.posting (as_of, item, retention) WHERE uncharged = 'NO_PRICE';
