package awssimulator.market;

import awssimulator.settings.ProductSettings;

/** What became of a registration token. */
public sealed interface Redemption {
  /** It stands for this agreement. */
  record Resolved(ProductSettings product, Account account, Agreement agreement)
      implements Redemption {}

  /** Unknown, garbled, or not a token of this seller. */
  record Invalid() implements Redemption {}

  /** Too old, or spent where tokens are one-time. */
  record Expired() implements Redemption {}
}
