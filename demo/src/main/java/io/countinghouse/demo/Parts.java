package io.countinghouse.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, to be stopped in the opposite order, once. Thread-safe. */
final class Parts implements AutoCloseable {

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean closed;

  /**
   * Keeps a part for the end.
   *
   * @throws IllegalStateException if the end has come already; the part is then stopped at once
   */
  synchronized <T extends AutoCloseable> T add(T part) {
    if (closed) {
      stop(part);
      throw new IllegalStateException("the demo is being stopped");
    }
    started.push(part);
    return part;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!started.isEmpty()) {
      stop(started.pop());
    }
  }

  private static void stop(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      Logger log = LoggerFactory.getLogger(Parts.class);
      log.warn("a part did not stop cleanly", e);
    }
  }
}
