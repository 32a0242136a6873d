package io.countinghouse.usage;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Joins the calls that come while others are being stored: one transaction and one flush to disk
 * for all of them. Whoever is first in line stores for those behind; nobody waits for calls to
 * come. Two transactions go on at once, so that one inserts while the other is flushed; more would
 * split the calls into more parts, each with the same points to bring up to date.
 *
 * <p>While the database is held up, calls wait up to a number of events; more are not taken.
 *
 * <p>To be called outside any transaction: a call may be stored by the thread of another.
 */
@Component
@Primary
final class GroupingEngine implements UsageEngine {

  private static final int EVENTS_MAX = 5000;
  private static final int STORING_MAX = 2;

  private final UsageEngine engine;
  private final Semaphore storing = new Semaphore(STORING_MAX, true);
  private final Queue<Call> calls = new ArrayDeque<>();
  private final int waitingEventsMax;
  private long lastNo;
  private int waitingEvents;

  GroupingEngine(@Qualifier("postgresEngine") UsageEngine engine, UsageSettings settings) {
    this.engine = engine;
    this.waitingEventsMax = settings.waitingEventsMax();
  }

  /**
   * @param no its place in the line of all calls
   */
  private record Call(
      long no,
      List<? extends ReportedEvent> events,
      Instant oldest,
      Instant receivedAt,
      CompletableFuture<List<Outcome>> outcomes) {}

  @Override
  public List<Outcome> take(
      List<? extends ReportedEvent> events, Instant oldest, Instant receivedAt) {
    Call mine;
    synchronized (calls) {
      // One that waits alone may be of any size.
      if (!calls.isEmpty() && waitingEvents + events.size() > waitingEventsMax) {
        throw new TooMuchWaitsException(waitingEvents);
      }
      waitingEvents += events.size();
      mine = new Call(++lastNo, events, oldest, receivedAt, new CompletableFuture<>());
      calls.add(mine);
    }
    storing.acquireUninterruptibly();
    try {
      List<Call> group = next(mine);
      while (!group.isEmpty()) {
        store(group);
        group = next(mine);
      }
    } finally {
      storing.release();
    }
    try {
      return mine.outcomes.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public boolean full() {
    return waitingEvents() >= waitingEventsMax;
  }

  /** How many events wait that nobody stores yet. */
  int waitingEvents() {
    synchronized (calls) {
      return waitingEvents;
    }
  }

  /** How many calls wait that nobody stores yet. */
  int waiting() {
    synchronized (calls) {
      return calls.size();
    }
  }

  /**
   * The calls first in line, as many as fit into one transaction; none once ours is no more in it.
   */
  private List<Call> next(Call mine) {
    List<Call> group = new ArrayList<>();
    int events = 0;
    synchronized (calls) {
      Call call = calls.peek();
      if (call == null || call.no > mine.no) {
        return group;
      }
      while (call != null && (group.isEmpty() || events + call.events.size() <= EVENTS_MAX)) {
        group.add(calls.remove());
        events += call.events.size();
        call = calls.peek();
      }
      waitingEvents -= events;
    }
    return group;
  }

  /** A call that cannot be stored must not take those along that only came with it. */
  private void store(List<Call> group) {
    try {
      complete(group);
    } catch (DataAccessResourceFailureException
        | TransientDataAccessException
        | TransactionException e) {
      group.forEach(call -> call.outcomes.completeExceptionally(e));
    } catch (Throwable e) {
      // An error as well: whoever is left out here waits for ever.
      if (group.size() == 1) {
        group.getFirst().outcomes.completeExceptionally(e);
      } else {
        group.forEach(call -> store(List.of(call)));
      }
    }
  }

  /** Of the calls of a group the times are milliseconds apart; the last one's hold for all. */
  private void complete(List<Call> group) {
    List<ReportedEvent> events = new ArrayList<>();
    group.forEach(call -> events.addAll(call.events));
    Call last = group.getLast();
    List<Outcome> outcomes = engine.take(events, last.oldest, last.receivedAt);
    int from = 0;
    for (Call call : group) {
      int to = from + call.events.size();
      call.outcomes.complete(List.copyOf(outcomes.subList(from, to)));
      from = to;
    }
  }
}
