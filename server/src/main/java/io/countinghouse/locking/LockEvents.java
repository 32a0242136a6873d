package io.countinghouse.locking;

import java.util.List;

/**
 * What happened at once to the locks of workspaces, thousands at a time when a large subscription
 * ends: listeners act on them in bulk. Published in the transaction in which it happens; a listener
 * that stores its work there does it if and only if it happened, and once.
 *
 * @param events at least one, of any kinds, at most one of a workspace
 */
public record LockEvents(List<LockEvent> events) {

  public LockEvents {
    events = List.copyOf(events);
  }
}
