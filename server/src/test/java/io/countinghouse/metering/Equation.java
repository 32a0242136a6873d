package io.countinghouse.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionTemplate;

/** The equation of the books, checked by the job itself, for tests after every step. */
public final class Equation {

  private final BooksCheck job;
  private final BooksChecks checks;
  private final TransactionTemplate tx;

  private Equation(BooksCheck job, BooksChecks checks, TransactionTemplate tx) {
    this.job = job;
    this.checks = checks;
    this.tx = tx;
  }

  /** Its bean. */
  @TestConfiguration(proxyBeanMethods = false)
  public static class Beans {

    @Bean
    Equation equation(BooksCheck job, BooksChecks checks, TransactionTemplate tx) {
      return new Equation(job, checks, tx);
    }
  }

  /** Of a server started by hand. */
  public static Equation of(ApplicationContext server) {
    return new Equation(
        server.getBean(BooksCheck.class),
        server.getBean(BooksChecks.class),
        server.getBean(TransactionTemplate.class));
  }

  /** It holds for every agreement, to the last decimal. */
  public void holds() {
    assertThat(outOfBalance()).isZero();
  }

  /** How many agreements are out of balance. */
  public long outOfBalance() {
    assertThat(job.handle(Work.of(BooksCheck.KIND, "all", Instant.EPOCH)))
        .isInstanceOf(WorkHandler.Outcome.Again.class);
    return tx.execute(_ -> checks.summary().outOfBalance());
  }
}
