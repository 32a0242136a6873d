package io.countinghouse.outbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A handler that does what a test tells it, and remembers what it was given. */
final class Jobs implements WorkHandler {

  /** What a test wants done with a piece of work. */
  interface Job {
    Outcome apply(Work work) throws Exception;
  }

  static final String KIND = "job";

  final List<Work> done = new CopyOnWriteArrayList<>();
  volatile Job job = _ -> new Outcome.Done();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int attemptsMax() {
    return 3;
  }

  @Override
  public Outcome handle(Work work) throws Exception {
    done.add(work);
    return job.apply(work);
  }
}
