package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import io.countinghouse.kernel.OperatorId;

/**
 * Which operator is signed in to the back office.
 *
 * @param operatorId of the operator
 */
record SignedInOperator(String operatorId, String username, Stamp stamp) implements SignedIn {

  static final String ROLE = "OPERATOR";

  @Override
  public AccountRef ref() {
    return new AccountRef.Operating(new OperatorId(operatorId));
  }
}
