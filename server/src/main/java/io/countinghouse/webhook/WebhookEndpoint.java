package io.countinghouse.webhook;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where events are sent.
 *
 * @param id {@code whep_…}
 * @param types what it wants; empty for all
 * @param disabledWhy empty while it is enabled
 * @param failingSince since when nothing has come through; empty while it does
 * @param formerUntil until when its last former secret signs as well; empty without one
 */
public record WebhookEndpoint(
    String id,
    String url,
    String description,
    Set<WebhookType> types,
    @Nullable DisabledWhy disabledWhy,
    @Nullable Instant failingSince,
    @Nullable Instant formerUntil,
    Instant createdAt) {

  /** Why an endpoint is disabled. */
  public enum DisabledWhy {
    OPERATOR,
    /** Nothing came through for days. */
    FAILING,
    /** It answered 410. */
    GONE
  }

  /** Whether events are sent to it. */
  public boolean isEnabled() {
    return disabledWhy == null;
  }

  /** Whether events of a type are kept for it: while it is disabled, for when it is no more. */
  boolean wants(WebhookType type) {
    return types.isEmpty() || types.contains(type);
  }
}
