package io.countinghouse.identity;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.OperatorId;

/** Anybody who signs in, of whichever of the three systems. */
public sealed interface AccountRef {

  /** A console account. */
  record Console(ConsoleAccountId account) implements AccountRef {}

  /** A billing account. */
  record Billing(BillingAccountId account) implements AccountRef {}

  /** An operator. */
  record Operating(OperatorId account) implements AccountRef {}

  /** Its id; the prefix tells the systems apart. */
  default String id() {
    return switch (this) {
      case Console(ConsoleAccountId account) -> account.value();
      case Billing(BillingAccountId account) -> account.value();
      case Operating(OperatorId account) -> account.value();
    };
  }

  /** Itself, as the trail names who did something. */
  default Actor actor() {
    return switch (this) {
      case Console(ConsoleAccountId account) -> Actor.customer(account);
      case Billing(BillingAccountId account) -> Actor.billing(account);
      case Operating(OperatorId account) -> Actor.operator(account);
    };
  }
}
