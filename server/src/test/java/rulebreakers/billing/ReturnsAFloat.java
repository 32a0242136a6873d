package rulebreakers.billing;

/** A quantity in floating point. */
public final class ReturnsAFloat {

  Float quantity() {
    return 1.5f;
  }
}
