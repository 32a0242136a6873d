package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a browser's session holds of a set-up: ids only, and never a token. */
final class SetUpSession {

  private static final String LANDED = "setup.landed";
  private static final String PROVEN = "setup.account-shown";

  private SetUpSession() {}

  private record Landed(String agreement) implements Serializable {}

  private record Proven(String agreement, String account, SignedIn.Stamp stamp)
      implements Serializable {}

  /** A billing account that was shown to be theirs, and what that is held against. */
  record Proof(BillingAccountId account, SignedIn.Stamp stamp) {}

  /**
   * Lets a browser set an agreement up, under a new session id, so that the one before cannot have
   * been planted. What it had under way goes on, and who is signed in stays so.
   */
  static void land(HttpServletRequest request, AgreementId agreement) {
    if (request.getSession(false) != null) {
      request.changeSessionId();
    }
    request.getSession(true).setAttribute(LANDED, new Landed(agreement.value()));
  }

  /** The agreement that this browser landed with. */
  static Optional<AgreementId> landed(HttpServletRequest request) {
    return attribute(request, LANDED) instanceof Landed(String agreement)
        ? Optional.of(new AgreementId(agreement))
        : Optional.empty();
  }

  /** Remembers that a billing account was shown to be theirs, for setting an agreement up. */
  static void prove(HttpServletRequest request, AgreementId agreement, Proof proof) {
    request
        .getSession(true)
        .setAttribute(
            PROVEN, new Proven(agreement.value(), proof.account().value(), proof.stamp()));
  }

  /** What was shown to be theirs for this agreement, whether or not it still counts. */
  static Optional<Proof> provenFor(HttpServletRequest request, AgreementId wanted) {
    return attribute(request, PROVEN)
                instanceof Proven(String agreement, String account, SignedIn.Stamp stamp)
            && agreement.equals(wanted.value())
        ? Optional.of(new Proof(new BillingAccountId(account), stamp))
        : Optional.empty();
  }

  private static @Nullable Object attribute(HttpServletRequest request, String name) {
    HttpSession session = request.getSession(false);
    return session == null ? null : session.getAttribute(name);
  }
}
