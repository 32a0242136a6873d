-- The books are kept per agreement and metering dimension, which is fixed when an amount is posted. Until now there was
-- one: that of the product's records.
CREATE FUNCTION billing.dimension_until_now(agreement text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT r.dimension
    FROM marketplace.agreement a
    JOIN metering.record r ON r.product_code = a.product_code
   WHERE a.id = agreement LIMIT 1
$$;
ALTER TABLE billing.posting DISABLE TRIGGER posting_append_only;
ALTER TABLE billing.transfer DISABLE TRIGGER transfer_append_only;
ALTER TABLE billing.entry DISABLE TRIGGER entry_append_only;

ALTER TABLE billing.posting ADD COLUMN dimension text;
ALTER TABLE billing.transfer ADD COLUMN dimension text;
ALTER TABLE billing.entry ADD COLUMN dimension text;
UPDATE billing.posting SET dimension = billing.dimension_until_now(agreement_id) WHERE agreement_id IS NOT NULL;
UPDATE billing.transfer SET dimension = billing.dimension_until_now(agreement_id);
UPDATE billing.entry SET dimension = billing.dimension_until_now(agreement_id);
ALTER TABLE billing.posting ADD CHECK ((dimension IS NULL) = (agreement_id IS NULL));
ALTER TABLE billing.transfer ALTER COLUMN dimension SET NOT NULL;
ALTER TABLE billing.entry ALTER COLUMN dimension SET NOT NULL;

ALTER TABLE billing.posting ENABLE TRIGGER posting_append_only;
ALTER TABLE billing.transfer ENABLE TRIGGER transfer_append_only;
ALTER TABLE billing.entry ENABLE TRIGGER entry_append_only;
DROP FUNCTION billing.dimension_until_now(text);
