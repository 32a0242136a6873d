package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.audit.Actor;
import io.countinghouse.identity.Accounts;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.AnyMethod;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.Bindings;
import io.countinghouse.settlement.MethodChange;
import io.countinghouse.settlement.MethodChange.Refused;
import io.countinghouse.settlement.MethodChanges;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.Releases;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Plan;
import io.countinghouse.workspace.Workspaces;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The rules for changing the settlement method (facts, §6) over random lives of workspaces on three
 * sites, against the plainest account of the rules there is.
 */
@JobTest
class MethodChangesModelTests implements BothProducts {

  private static final List<String> SITES = List.of("cn1", "cn2", "us1");
  private static final int STEPS = 60;
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final OperatorId OPERATOR = OperatorId.next();
  private static final Set<Class<?>> SEEN = new HashSet<>();

  @Autowired private MethodChanges changes;
  @Autowired private Releases releases;
  @Autowired private AnyMethod anyMethod;
  @Autowired private Bindings bindings;
  @Autowired private Bind bind;
  @Autowired private Workspaces workspaces;
  @Autowired private ConsoleAccounts consoleAccounts;
  @Autowired private BillingAccounts billingAccounts;
  @Autowired private Sites sites;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate tx;
  @Autowired private TestClock clock;

  /** What the model knows of a workspace. */
  private static final class Known {
    final WorkspaceId id;
    final Site site;
    @Nullable Payer payer;
    boolean released;
    boolean locked;
    @Nullable YearMonth counted;

    Known(WorkspaceId id, Site site) {
      this.id = id;
      this.site = site;
    }
  }

  private BillingAccountId account = BillingAccountId.next();
  private final List<Known> known = new ArrayList<>();
  private final List<AgreementId> held = new ArrayList<>();
  private boolean any;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 25);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsAllowedIsWhatTheRulesSay(long seed) {
    Random random = new Random(seed);
    begin();
    for (int step = 0; step < STEPS; step++) {
      take(random);
      for (Known one : known) {
        assertThat(tx.execute(_ -> bindings.payerOf(one.id)).orElse(null))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(one.payer);
        assertThat(workspaces.get(one.id).lockState().name())
            .isEqualTo(one.locked ? "LOCKED" : "OPEN");
      }
    }
  }

  @AfterAll
  static void everyRuleSpoke() {
    assertThat(SEEN)
        .containsExactlyInAnyOrder(
            MethodChange.Changed.class,
            Refused.AlreadySo.class,
            Refused.NotOffered.class,
            Refused.CloudAccountStays.class,
            Refused.OncePerMonth.class);
  }

  private void take(Random random) {
    Known one = known.get(random.nextInt(known.size()));
    switch (random.nextInt(10)) {
      case 0, 1 -> clock.advance(Duration.ofHours(random.nextInt(24 * 20)));
      case 2 -> release(one);
      case 3 -> {
        if (random.nextInt(3) == 0) {
          end(held.get(random.nextInt(held.size())));
        }
      }
      case 4 -> {
        any = random.nextBoolean();
        tx.executeWithoutResult(_ -> anyMethod.set(account, any, OPERATOR, "a test"));
      }
      case 5, 6 -> {
        MethodChange outcome = changes.toBillingCenter(account, one.id, Actor.billing(account));
        check(one, new Payer.BillingCenter(account), Site.Method.BILLING_CENTER, outcome);
      }
      default -> {
        AgreementId agreement = held.get(random.nextInt(held.size()));
        MethodChange outcome =
            changes.toCloudAccount(account, one.id, agreement, Actor.billing(account));
        check(one, new Payer.CloudAccount(account, agreement), Site.Method.AWS, outcome);
      }
    }
  }

  private void release(Known one) {
    boolean done = Boolean.TRUE.equals(tx.execute(_ -> releases.release(one.id, OPERATOR, "why")));
    boolean possible = one.payer instanceof Payer.CloudAccount && !one.released;
    assertThat(done).isEqualTo(possible);
    one.released |= possible;
  }

  private void end(AgreementId agreement) {
    bind.ends(agreement);
    held.remove(agreement);
    held.add(agreement());
    for (Known one : known) {
      if (one.payer instanceof Payer.CloudAccount paying && paying.agreement().equals(agreement)) {
        one.payer = null;
        one.released = false;
        one.locked = true;
      }
    }
  }

  /** The rules, in plain words. */
  private void check(Known one, Payer after, Site.Method method, MethodChange outcome) {
    SEEN.add(outcome.getClass());
    YearMonth month = YearMonth.from(one.site.dayOf(clock.now()));
    boolean isChange = one.payer != null && !one.locked;
    if (after.equals(one.payer)) {
      assertThat(outcome).isEqualTo(new Refused.AlreadySo());
    } else if (!one.site.methods().contains(method) && !any) {
      assertThat(outcome).isEqualTo(new Refused.NotOffered(method));
    } else if (isChange && one.payer instanceof Payer.CloudAccount && !one.released) {
      assertThat(outcome).isEqualTo(new Refused.CloudAccountStays(null));
    } else if (isChange && month.equals(one.counted)) {
      assertThat(outcome)
          .isEqualTo(
              new Refused.OncePerMonth(
                  month.plusMonths(1).atDay(1).atStartOfDay(one.site.zone()).toInstant()));
    } else {
      assertThat(outcome).isEqualTo(new MethodChange.Changed(one.locked));
      if (isChange) {
        one.counted = month;
      }
      one.payer = after;
      one.released = false;
      one.locked = false;
    }
  }

  private void begin() {
    String name = "model" + NUMBERS.incrementAndGet();
    account =
        tx.execute(_ ->
            switch (billingAccounts.create(
                Accounts.billing(name, name + "@example.com", Language.EN))) {
              case BillingAccounts.CreateOutcome.Created(var made) -> made.id();
              case BillingAccounts.CreateOutcome.UsernameTaken() -> throw new AssertionError();
            });
    any = false;
    known.clear();
    held.clear();
    SITES.forEach(site -> known.add(workspace(name, new SiteId(site))));
    held.add(agreement());
    held.add(agreement());
  }

  private Known workspace(String name, SiteId site) {
    WorkspaceId id =
        tx.execute(_ ->
            switch (consoleAccounts.create(
                Accounts.console(site, name + site, name + site + "@example.com"))) {
              case ConsoleAccounts.CreateOutcome.Created(var owner) -> {
                WorkspaceId made =
                    workspaces.create(site, name, Language.EN, Plan.FREE, owner.id()).id();
                workspaces.openUnder(made, account);
                yield made;
              }
              default -> throw new AssertionError();
            });
    return new Known(id, sites.get(site));
  }

  /** One more active agreement that the account holds. */
  private AgreementId agreement() {
    AgreementId id = AgreementId.next();
    jdbc.sql(
            """
            INSERT INTO marketplace.agreement (id, product_code, customer_identifier, aws_account_id, state,
                                               period_started_at, created_at)
            VALUES (:id, 'prodcn', 'model-' || :id, '123456789012', 'ACTIVE', :now, :now)\
            """)
        .param("id", id.value())
        .param("now", SqlTime.utc(clock.now()))
        .update();
    bind.register(id, account);
    return id;
  }
}
