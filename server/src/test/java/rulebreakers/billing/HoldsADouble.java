package rulebreakers.billing;

/** Money in floating point. */
public record HoldsADouble(double amount) {}
