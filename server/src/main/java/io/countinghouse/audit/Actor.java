package io.countinghouse.audit;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.OperatorId;

/**
 * Who did something.
 *
 * @param kind what sort of actor
 * @param id who of that sort; the prefix of a customer's id tells a console account from a billing
 *     account
 */
public record Actor(Kind kind, String id) {

  /** The sorts of actors, as stored. */
  public enum Kind {
    CUSTOMER,
    OPERATOR,
    SYSTEM
  }

  /** The server itself: clocks, messages from AWS, due work. */
  public static final Actor SYSTEM = new Actor(Kind.SYSTEM, "system");

  public Actor {
    if (id.isBlank()) {
      throw new IllegalArgumentException("an actor needs a name");
    }
  }

  /** A customer, signed in with a console account. */
  public static Actor customer(ConsoleAccountId account) {
    return new Actor(Kind.CUSTOMER, account.value());
  }

  /** A customer, acting for a billing account. */
  public static Actor billing(BillingAccountId account) {
    return new Actor(Kind.CUSTOMER, account.value());
  }

  /** An operator of the back office. */
  public static Actor operator(OperatorId operator) {
    return new Actor(Kind.OPERATOR, operator.value());
  }
}
