package io.countinghouse;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementMoved;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.AgreementSucceeded;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.Landing;
import io.countinghouse.marketplace.LicenseArn;
import io.countinghouse.marketplace.MarketplaceApi.Resolution.Resolved;
import io.countinghouse.marketplace.MoveCause;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.SetUp;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The main job for a product whose agreements are told apart by their licences. Agreements are
 * moved by hand, as their life cycle does: this is about what follows from a move, not about which
 * messages lead to it.
 */
public final class ConcurrentJob {

  private static final List<String> PRODUCT =
      List.of(
          "id=guance-us",
          "code=produs",
          "title-zh=观测云",
          "title-en=Guance",
          "partition=aws",
          "region=us-east-1",
          "model=concurrent",
          "currency=USD",
          "dimensions[0]=fee",
          "metering-window=6h",
          "unit=0.01",
          "queue-url=http://localhost/queue-us",
          "subscribe-url=http://localhost/subscribe-us",
          "manage-url=http://localhost/manage-us");

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final MainJob job;
  private final FakeMarketplace aws;
  private final Landing landing;
  private final OutboxWorker worker;
  private final Product product;
  private final Agreements agreements;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  private ConcurrentJob(
      MainJob job,
      FakeMarketplace aws,
      Landing landing,
      OutboxWorker worker,
      Products products,
      Agreements agreements,
      JdbcClient jdbc,
      ApplicationEventPublisher events,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.job = job;
    this.aws = aws;
    this.landing = landing;
    this.worker = worker;
    this.product = products.get("produs");
    this.agreements = agreements;
    this.jdbc = jdbc;
    this.events = events;
    this.tx = tx;
    this.clock = clock;
  }

  /** Registers the properties of this product beside the other one's. */
  public static void register(DynamicPropertyRegistry registry) {
    MainJob.register(registry);
    for (String property : PRODUCT) {
      int equals = property.indexOf('=');
      registry.add(
          "countinghouse.marketplace.products[1]." + property.substring(0, equals),
          () -> property.substring(equals + 1));
    }
  }

  /** Its bean; import it beside {@link MainJob.Beans}. */
  @TestConfiguration(proxyBeanMethods = false)
  public static class Beans {

    @Bean
    ConcurrentJob concurrentJob(
        MainJob job,
        FakeMarketplace aws,
        Landing landing,
        OutboxWorker worker,
        Products products,
        Agreements agreements,
        JdbcClient jdbc,
        ApplicationEventPublisher events,
        TransactionTemplate tx,
        BusinessClock clock) {
      return new ConcurrentJob(
          job, aws, landing, worker, products, agreements, jdbc, events, tx, clock);
    }
  }

  /** A customer of an AWS account lands with a licence that nobody knows yet. */
  public AgreementId lands(String awsAccount) {
    String token = "licensed-" + NUMBERS.incrementAndGet();
    String arn = "arn:aws:license-manager::555566667777:license:l-%032x".formatted(NUMBERS.get());
    aws.resolving(token, new Resolved("produs", null, awsAccount, new LicenseArn(arn)));
    return switch (landing.land(product, token, Landing.Claims.NONE)) {
      case Landing.Outcome.Landed(AgreementId agreement) -> agreement;
      case Landing.Outcome other -> throw new AssertionError("not landed: " + other);
    };
  }

  /** A customer sets up on the site of Overseas 1. */
  public Customer registers(AgreementId agreement) {
    String name = job.newCustomer();
    if (job.registers(agreement, name, new SiteId("us1")) instanceof SetUp.Outcome.Done done) {
      worker.runAll();
      return new Customer(name, agreement, done.workspace());
    }
    throw new AssertionError("not registered");
  }

  /** A customer with an active agreement and a bound workspace. */
  public Customer subscribed(String awsAccount) {
    AgreementId agreement = lands(awsAccount);
    move(agreement, AgreementState.ACTIVE);
    return registers(agreement);
  }

  /** An agreement of an AWS account that nobody has set up, active from now. */
  public Customer renewed(Customer before, String awsAccount) {
    AgreementId agreement = lands(awsAccount);
    move(agreement, AgreementState.ACTIVE);
    return new Customer(before.identifier(), agreement, before.workspace());
  }

  /** Moves an agreement, without doing the work that becomes due by it. */
  public void move(AgreementId id, AgreementState to) {
    tx.executeWithoutResult(_ -> {
      Agreement from = agreements.lock(id);
      Instant now = clock.now();
      boolean starts =
          to == AgreementState.ACTIVE
              && (from.state() == AgreementState.PENDING || from.state() == AgreementState.FAILED);
      boolean over = to == AgreementState.ENDING || to == AgreementState.ENDED;
      jdbc.sql(
              """
              UPDATE marketplace.agreement
                 SET state = :state, version = version + 1,
                     period_started_at = CASE WHEN :starts THEN :now ELSE period_started_at END,
                     ending_since = CASE WHEN :over THEN coalesce(ending_since, :now) END,
                     ended_at = CASE WHEN :state = 'ENDED' THEN CAST(:now AS timestamptz) END
               WHERE id = :id\
              """)
          .param("state", to.name())
          .param("starts", starts)
          .param("over", over)
          .param("now", SqlTime.utc(now))
          .param("id", id.value())
          .update();
      jdbc.sql(
              """
              INSERT INTO marketplace.agreement_move (agreement_id, from_state, to_state, at, cause)
              VALUES (:id, :from, :to, :now, 'DEADLINE')\
              """)
          .param("id", id.value())
          .param("from", from.state().name())
          .param("to", to.name())
          .param("now", SqlTime.utc(now))
          .update();
      events.publishEvent(
          new AgreementMoved(from, agreements.lock(id), now, new Cause<>(MoveCause.DEADLINE, "")));
    });
  }

  /** One agreement hands over to another. */
  public void handOver(AgreementId from, AgreementId to) {
    tx.executeWithoutResult(_ ->
        events.publishEvent(
            new AgreementSucceeded(agreements.lock(from), agreements.lock(to), clock.now())));
  }

  /** The data plane reports logs kept for three days: 0.30 USD a million. */
  public void logs(WorkspaceId workspace, String quantity) {
    job.uses(workspace, "log", "3d", quantity, clock.now());
  }
}
