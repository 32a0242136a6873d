package io.countinghouse.marketplace;

/** What tells an agreement from all others, by the model of its product (facts, P6). */
public sealed interface AgreementKey {

  /** Legacy: one agreement per product and buyer; a buyer's identifier is the same everywhere. */
  record Customer(String productCode, String identifier) implements AgreementKey {}

  /** Concurrent: one agreement per licence; a buyer may hold several of a product. */
  record License(LicenseArn arn) implements AgreementKey {}
}
