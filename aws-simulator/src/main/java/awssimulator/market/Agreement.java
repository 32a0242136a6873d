package awssimulator.market;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subscription of an account to a product. Legacy products have at most one living agreement per
 * account; the licence is for the concurrent model.
 *
 * @param holding whether its notifications are held until released
 * @param activeAt when subscribe-success was sent; metering counts from then
 * @param windowEndsAt when the hour after a cancellation is over
 */
public record Agreement(
    String agreementId,
    String productCode,
    String accountId,
    @Nullable String licenseArn,
    State state,
    boolean holding,
    Instant createdAt,
    @Nullable Instant activeAt,
    @Nullable Instant cancelledAt,
    @Nullable Instant windowEndsAt,
    @Nullable Instant endedAt) {

  /** Where an agreement is in its life. */
  public enum State {
    /** Made; subscribe-success is held. */
    PENDING,
    /** Subscribed. */
    ACTIVE,
    /** Cancelled; usage is taken until the window ends. */
    ENDING,
    /** Over; subscribing again makes a new agreement. */
    ENDED
  }

  /**
   * Whether usage is taken at that moment of business time: from subscribe-success until the window
   * after a cancellation is over, that moment excluded.
   */
  public boolean takesUsageAt(Instant now) {
    return switch (state) {
      case PENDING, ENDED -> false;
      case ACTIVE -> activeAt != null;
      case ENDING -> activeAt != null && windowEndsAt != null && now.isBefore(windowEndsAt);
    };
  }
}
