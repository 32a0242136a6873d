package awssimulator.metering;

/** Money that floats, to see the rule against it break. */
final class FloatingMoney {
  static final Double AMOUNT = Double.valueOf(13.4);

  private FloatingMoney() {}
}
