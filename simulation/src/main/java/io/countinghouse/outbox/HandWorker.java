package io.countinghouse.outbox;

import io.countinghouse.kernel.BusinessClock;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** The server's own worker, driven by hand and telling which kind of work it is at. */
public final class HandWorker {

  private final OutboxWorker worker;

  /**
   * @param working told the kind and the key of each piece of work as it begins, and empty texts
   *     after it
   */
  public HandWorker(ApplicationContext server, BiConsumer<String, String> working) {
    List<WorkHandler> handlers =
        server.getBeanProvider(WorkHandler.class).stream()
            .map(handler -> (WorkHandler) new Told(handler, working))
            .toList();
    this.worker =
        new OutboxWorker(
            server.getBean(WorkTable.class),
            server.getBean(TransactionTemplate.class),
            server.getBean(BusinessClock.class),
            server.getBean(OutboxSettings.class),
            server.getBean(RandomGenerator.class),
            handlers);
  }

  /** Does the next due row; false if there is none. */
  public boolean runOne() {
    return worker.runOne();
  }

  private record Told(WorkHandler real, BiConsumer<String, String> working) implements WorkHandler {

    @Override
    public String kind() {
      return real.kind();
    }

    @Override
    public int attemptsMax() {
      return real.attemptsMax();
    }

    @Override
    public Outcome handle(Work work) throws Exception {
      working.accept(kind(), work.key());
      try {
        return real.handle(work);
      } catch (IllegalStateException e) {
        // What kills a thread of the work kills the work.
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e;
      } finally {
        working.accept("", "");
      }
    }
  }
}
