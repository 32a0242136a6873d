package io.countinghouse.webhook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The types of events that are sent; what each holds is in docs/api.md. */
public enum WebhookType {
  AGREEMENT_ACTIVE,
  AGREEMENT_ENDING,
  AGREEMENT_ENDED,
  AGREEMENT_FAILED,
  AGREEMENT_SUCCEEDED,
  WORKSPACE_BOUND,
  WORKSPACE_ENDING,
  WORKSPACE_ENDING_REVOKED,
  WORKSPACE_LOCKED,
  WORKSPACE_BUFFER_MOVED,
  WORKSPACE_UNLOCKED,
  WORKSPACE_CLEARED,
  WORKSPACE_DISSOLVED,
  WORKSPACE_REOPENED,
  /** An operator's try; it goes to one endpoint, whatever it wants. */
  WEBHOOK_TEST;

  /** As it is sent: {@code workspace.buffer_moved}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
  }

  /** What the id of its subject is called in its data. */
  String subject() {
    return this == WEBHOOK_TEST ? "endpoint" : id().substring(0, id().indexOf('.'));
  }

  /** The type of an id. */
  public static Optional<WebhookType> ofId(String id) {
    return Arrays.stream(values()).filter(it -> it.id().equals(id)).findFirst();
  }
}
