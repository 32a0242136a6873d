package awssimulator.wire;

import awssimulator.faults.Injected;
import java.util.LinkedHashSet;
import java.util.Set;

/** A call on its way through an operation. */
final class Call {
  private final Caller caller;
  private final Injected injected;
  private final Set<String> agreements = new LinkedHashSet<>();

  Call(Caller caller, Injected injected) {
    this.caller = caller;
    this.injected = injected;
  }

  Caller caller() {
    return caller;
  }

  /** The fault that the operation is to carry out, if it is one of its own. */
  Injected injected() {
    return injected;
  }

  /** Notes an agreement that the call is about, for the log. */
  void about(String agreementId) {
    agreements.add(agreementId);
  }

  Set<String> agreements() {
    return agreements;
  }
}
