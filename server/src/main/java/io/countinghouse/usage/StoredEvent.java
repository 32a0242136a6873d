package io.countinghouse.usage;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code usage.event}.
 *
 * @param window the partition it is in
 * @param voided whether it counts nothing because a void takes it back
 * @param countedAt the instant whose hour and day it counts in
 * @param says what its sender said; null while it is awaited
 */
record StoredEvent(
    UsageEvent.Key key,
    int window,
    Kind kind,
    boolean voided,
    Instant countedAt,
    @Nullable ReportedEvent says) {

  /** What a row is; the codes are stored. */
  enum Kind {
    /** Usage that adds up. */
    SUM(0),
    /** Usage of which the highest counts. */
    GAUGE(1),
    /** Usage of a workspace that was not known. */
    UNKNOWN(2),
    /** A void. */
    VOID(3),
    /** Holds the key of an event whose void came first. */
    AWAITED(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    /** What usage of an item is, of a workspace that we know. */
    static Kind of(Item item) {
      return switch (item.dayValue()) {
        case SUM -> SUM;
        case MAX -> GAUGE;
      };
    }

    static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalStateException("an event's row has the unknown kind " + code);
    }
  }

  boolean awaited() {
    return kind == Kind.AWAITED;
  }

  /** The usage in it; empty for a void and for what is awaited. */
  Optional<UsageEvent> usage() {
    return says instanceof UsageEvent usage ? Optional.of(usage) : Optional.empty();
  }

  /** Of two rows of one key the one that tells more: a sealed window may hold what was awaited. */
  StoredEvent or(StoredEvent other) {
    return awaited() ? other : this;
  }
}
