package io.countinghouse.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Hour;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionTemplate;

/** The equation of the books, checked by the job itself, for tests after every step. */
public final class Equation {

  private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");

  private final BooksCheck job;
  private final BooksChecks checks;
  private final BooksSums sums;
  private final RecordMaker maker;
  private final Agreements agreements;
  private final TransactionTemplate tx;

  private Equation(ApplicationContext server) {
    this.job = server.getBean(BooksCheck.class);
    this.checks = server.getBean(BooksChecks.class);
    this.sums = server.getBean(BooksSums.class);
    this.maker = server.getBean(RecordMaker.class);
    this.agreements = server.getBean(Agreements.class);
    this.tx = server.getBean(TransactionTemplate.class);
  }

  /** Its bean. */
  @TestConfiguration(proxyBeanMethods = false)
  public static class Beans {

    @Bean
    Equation equation(ApplicationContext server) {
      return new Equation(server);
    }
  }

  /** Of a server started by hand. */
  public static Equation of(ApplicationContext server) {
    return new Equation(server);
  }

  /** It holds for every agreement, to the last decimal. */
  public void holds() {
    assertThat(outOfBalance()).isZero();
  }

  /** How many agreements are out of balance: by the sums carried forward, and by all there is. */
  public long outOfBalance() {
    long bySums = foundBySums();
    assertThat(foundByAll()).isEqualTo(bySums);
    return bySums;
  }

  /** How many agreements are out of balance, as an hourly check finds. */
  public long foundBySums() {
    tx.executeWithoutResult(_ -> sums.wholeAt(FAR_AHEAD));
    return check();
  }

  /** How many agreements are out of balance, as a daily check finds. */
  public long foundByAll() {
    tx.executeWithoutResult(_ -> sums.wholeAt(Instant.EPOCH));
    return check();
  }

  private long check() {
    assertThat(job.handle(Work.of(BooksCheck.KIND, "all", Instant.EPOCH)))
        .isInstanceOf(WorkHandler.Outcome.Again.class);
    return tx.execute(_ -> checks.summary().outOfBalance());
  }

  /** Makes the records of an hour as its end does. */
  public void makes(AgreementId agreement, Hour hour) {
    tx.executeWithoutResult(_ -> maker.make(agreements.lock(agreement), hour, hour.end()));
  }
}
