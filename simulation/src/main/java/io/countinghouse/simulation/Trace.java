package io.countinghouse.simulation;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in a run, the last steps of it, and a number that stands for all of it. */
final class Trace {

  private static final int KEPT = 60;

  private final @Nullable PrintStream out;
  private final Deque<String> last = new ArrayDeque<>();
  private long digest;
  private long steps;

  /**
   * @param out where every step is printed as well
   */
  Trace(@Nullable PrintStream out) {
    this.out = out;
  }

  void note(Instant at, String what) {
    String line = at + "  " + what;
    steps++;
    digest = digest * 31 + line.hashCode();
    last.addLast(line);
    if (last.size() > KEPT) {
      last.removeFirst();
    }
    if (out != null) {
      out.println(line);
    }
  }

  /** The last steps, the oldest first. */
  List<String> last() {
    return List.copyOf(last);
  }

  /** The same for two runs only if they went the same way. */
  long digest() {
    return digest;
  }

  long steps() {
    return steps;
  }
}
