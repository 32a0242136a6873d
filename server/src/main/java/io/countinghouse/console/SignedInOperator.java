package io.countinghouse.console;

import io.countinghouse.identity.Operator;
import java.io.Serializable;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Which operator is signed in to the back office, as kept in the session.
 *
 * @param operatorId of the operator
 * @param username for the menu
 */
record SignedInOperator(String operatorId, String username)
    implements AuthenticatedPrincipal, Serializable {

  static final String ROLE = "OPERATOR";

  static SignedInOperator of(Operator operator) {
    return new SignedInOperator(operator.id().value(), operator.username());
  }

  @Override
  public String getName() {
    return operatorId;
  }
}
