package io.countinghouse.usage;

import tools.jackson.databind.JsonNode;

/** What stands at a position of a request. */
sealed interface SentEvent {

  /** The position, counted from 0: in a batch of its element, else of its line. */
  long index();

  /** Something in JSON. */
  record Json(long index, JsonNode node) implements SentEvent {}

  /** What cannot be read; {@code detail} is a sentence for the sender. */
  record Unreadable(long index, RefusalReason reason, String detail) implements SentEvent {}
}
