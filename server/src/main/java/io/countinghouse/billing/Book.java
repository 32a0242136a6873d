package io.countinghouse.billing;

import io.countinghouse.kernel.AgreementId;

/**
 * The books of an agreement in one metering dimension: what is below a whole unit is carried in
 * each by itself.
 */
public record Book(AgreementId agreement, String dimension) {

  @Override
  public String toString() {
    return agreement + " " + dimension;
  }
}
