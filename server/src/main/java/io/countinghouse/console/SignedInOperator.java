package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.identity.AccountRef;
import io.countinghouse.kernel.OperatorId;

/**
 * Which operator is signed in to the back office.
 *
 * @param operatorId of the operator
 */
record SignedInOperator(String operatorId, String username, Stamp stamp) implements SignedIn {

  static final String ROLE = "OPERATOR";

  OperatorId id() {
    return new OperatorId(operatorId);
  }

  /** For the trail. */
  Actor actor() {
    return Actor.operator(id());
  }

  @Override
  public AccountRef ref() {
    return new AccountRef.Operating(id());
  }
}
