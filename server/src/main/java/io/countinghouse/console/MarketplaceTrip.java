package io.countinghouse.console;

import io.countinghouse.identity.RegistrationId;
import io.countinghouse.kernel.WorkspaceId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Optional;

/**
 * What a browser went to AWS Marketplace for, kept in its session until it comes back: the landing
 * goes on from there. It says what was meant, never what is allowed: that is checked again.
 */
public final class MarketplaceTrip {

  private static final String ATTRIBUTE = "marketplace.trip";

  private MarketplaceTrip() {}

  /** What it went for. */
  public sealed interface Purpose {

    /** Another settlement method of a workspace (更改结算方式). */
    record Settlement(WorkspaceId workspace) implements Purpose {}

    /** The commercial plan of a workspace on the free plan. */
    record Upgrade(WorkspaceId workspace) implements Purpose {}

    /** A registration whose last step is still to come. */
    record Registration(RegistrationId registration) implements Purpose {}
  }

  /** Sessions keep ids, so that they outlive a new version of the server. */
  private record Kept(String kind, String id) implements Serializable {}

  /** Remembers what the browser goes for; a trip remembered before is forgotten. */
  public static void remember(HttpServletRequest request, Purpose purpose) {
    Kept kept =
        switch (purpose) {
          case Purpose.Settlement(WorkspaceId id) -> new Kept("settlement", id.value());
          case Purpose.Upgrade(WorkspaceId id) -> new Kept("upgrade", id.value());
          case Purpose.Registration(RegistrationId id) -> new Kept("registration", id.value());
        };
    request.getSession(true).setAttribute(ATTRIBUTE, kept);
  }

  /** What the browser went for; empty when it came by itself. */
  public static Optional<Purpose> of(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(ATTRIBUTE) instanceof Kept kept)) {
      return Optional.empty();
    }
    return switch (kept.kind()) {
      case "settlement" -> Optional.of(new Purpose.Settlement(new WorkspaceId(kept.id())));
      case "upgrade" -> Optional.of(new Purpose.Upgrade(new WorkspaceId(kept.id())));
      case "registration" -> Optional.of(new Purpose.Registration(new RegistrationId(kept.id())));
      default -> Optional.empty();
    };
  }

  /** Forgets it, once the set-up it was for is done. */
  public static void forget(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.removeAttribute(ATTRIBUTE);
    }
  }
}
