package io.countinghouse.outbox;

import java.time.Instant;
import java.util.Map;

/**
 * Something to be done once its time has come, at least once.
 *
 * @param kind which {@link WorkHandler} does it
 * @param key what it is about; there is at most one open row of a kind and key
 * @param payload what the handler needs besides the key; no secrets
 * @param dueAt when it is due, in business time
 */
public record Work(String kind, String key, Map<String, String> payload, Instant dueAt) {

  public Work {
    payload = Map.copyOf(payload);
  }

  public static Work of(String kind, String key, Instant dueAt) {
    return new Work(kind, key, Map.of(), dueAt);
  }

  /**
   * A value of the payload.
   *
   * @throws IllegalStateException if there is none of this name
   */
  public String value(String name) {
    String value = payload.get(name);
    if (value == null) {
      throw new IllegalStateException("work %s %s has no %s".formatted(kind, key, name));
    }
    return value;
  }
}
