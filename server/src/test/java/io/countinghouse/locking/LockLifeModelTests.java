package io.countinghouse.locking;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.MainJob;
import io.countinghouse.MainJob.Customer;
import io.countinghouse.TestClock;
import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.ArrearsOverdue;
import io.countinghouse.settlement.ArrearsPaid;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.Payer;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Random lives of an agreement, its payer's arrears and a workspace's lock, with duplicates,
 * restarts and jumps of the clock, against {@link LockModel}. A failure names its seed.
 */
@Tag("slow")
@JobTest
class LockLifeModelTests implements BothProducts {

  private static final int STEPS = 40;
  private static final Actor OPERATOR = Actor.operator(OperatorId.next());

  @Autowired private MainJob job;
  @Autowired private TestClock clock;
  @Autowired private OutboxWorker worker;
  @Autowired private JdbcClient jdbc;
  @Autowired private Workspaces workspaces;
  @Autowired private DueLocks dueLocks;
  @Autowired private Dissolutions dissolutions;
  @Autowired private Buffers buffers;
  @Autowired private Bind bind;
  @Autowired private ApplicationEventPublisher events;
  @Autowired private TransactionTemplate tx;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aLockIsWhatThePlainRulesSay(long seed) {
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'metering.close-hour'").update();
    Random random = new Random(seed);
    Customer customer = job.subscribed(clock.now());
    BillingAccountId account = bind.holderOf(customer.agreement());
    LockModel model = new LockModel();
    for (int step = 0; step < STEPS; step++) {
      // Nothing that is due meanwhile is done before the step.
      clock.advance(
          Duration.ofMinutes(1 + (random.nextInt(4) == 0 ? random.nextInt(24 * 60 * 20) : 0)));
      String what = take(random, customer, account, model);
      worker.runAll();
      model.pass(clock.now());
      assertThat(seen(customer))
          .as("seed %d, step %d: %s", seed, step, what)
          .isEqualTo(model.seen());
    }
  }

  private List<String> seen(Customer customer) {
    Workspace workspace = workspaces.get(customer.workspace());
    Stream<String> mails =
        job.mailsTo(customer.identifier() + "@example.com").stream()
            .flatMap(subject -> LockModel.MAILS.stream().filter(subject::contains));
    return Stream.concat(Stream.of(workspace.lockState().name()), mails).toList();
  }

  private String take(Random random, Customer customer, BillingAccountId account, LockModel model) {
    int what = random.nextInt(13);
    switch (what) {
      case 0, 1 -> {
        model.cancel(clock.now());
        job.says(
            "unsubscribe-success",
            customer.identifier(),
            clock.now(),
            customer.identifier() + clock.now());
        // The same message once more.
        job.says(
            "unsubscribe-success",
            customer.identifier(),
            clock.now(),
            customer.identifier() + clock.now());
      }
      case 2 -> {
        model.subscribe();
        job.says("subscribe-success", customer.identifier(), clock.now());
      }
      case 3 -> pay(LockModel.Payer.BILLING_CENTER, customer, account, model);
      case 4 -> pay(LockModel.Payer.AWS, customer, account, model);
      case 5 -> {
        model.overdue(clock.now());
        publish(new ArrearsOverdue(account, clock.now()));
      }
      case 6 -> {
        model.arrearsPaid(clock.now());
        publish(new ArrearsPaid(account, clock.now()));
      }
      case 7 -> restart();
      case 8 -> dissolve(random, customer, model);
      case 9 -> move(random, customer, model);
      default -> clock.advance(Duration.ofHours(random.nextInt(24 * 20)));
    }
    return "event " + what;
  }

  private void pay(
      LockModel.Payer wanted, Customer customer, BillingAccountId account, LockModel model) {
    if (model.pays(wanted, clock.now())) {
      Payer payer =
          switch (wanted) {
            case AWS -> new Payer.CloudAccount(account, customer.agreement());
            case BILLING_CENTER -> new Payer.BillingCenter(account);
          };
      bind.pays(payer, customer.workspace());
    }
  }

  private void publish(Object event) {
    tx.executeWithoutResult(_ -> events.publishEvent(event));
  }

  /** A node begins anew, and what was to wake it is lost. */
  private void restart() {
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'locking.due'").update();
    dueLocks.run(new DefaultApplicationArguments());
  }

  private void dissolve(Random random, Customer customer, LockModel model) {
    if (random.nextInt(4) == 0) {
      boolean expected = model.dissolve(clock.now());
      Workspace workspace = workspaces.get(customer.workspace());
      assertThat(
              dissolutions.dissolve(
                  workspace.id(), workspaces.ownerOf(workspace.id()), workspace.name()))
          .isEqualTo(expected ? Dissolutions.Outcome.DONE : Dissolutions.Outcome.NOT_IN_BUFFER);
    }
  }

  private void move(Random random, Customer customer, LockModel model) {
    Buffers.Seen lock = LockIntegration.seen(jdbc, customer.workspace());
    if (random.nextBoolean()) {
      Duration by = Duration.ofDays(1 + random.nextInt(20));
      assertThat(buffers.extend(lock, by, OPERATOR, "test").isPresent())
          .isEqualTo(model.extend(by, clock.now()));
    } else {
      assertThat(buffers.end(lock, OPERATOR, "test").isPresent())
          .isEqualTo(model.endBuffer(clock.now()));
    }
  }
}
