package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.billing.Readings;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.wallet.BankReference;
import io.countinghouse.wallet.Proposals;
import io.countinghouse.wallet.WalletBooks;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Usage, late usage, corrections, payers that change, top-ups approved and rejected, and charges at
 * any instant, past and future ones, on two sites: the balance is always what was approved less
 * what was charged, what was charged and is carried is what accrued, and every day is charged what
 * {@link WalletModel} says.
 */
class WalletPropertyTests {

  private static final Instant START = Instant.parse("2028-02-28T10:20:00Z");
  private static final BillingAccountId ACCOUNT = new BillingAccountId("bill_p");
  private static final OperatorId FIRST = new OperatorId("oper_a");
  private static final OperatorId SECOND = new OperatorId("oper_b");
  private static final List<String> PAYERS = List.of("bill_p", "agmt_cn", "agmt_us", "");
  private static final BooksServer SERVER = BooksServer.start();

  private final JdbcClient jdbc = SERVER.bean(JdbcClient.class);
  private final TransactionTemplate tx = SERVER.bean(TransactionTemplate.class);
  private final Readings readings = SERVER.bean(Readings.class);
  private final Proposals proposals = SERVER.bean(Proposals.class);
  private final WalletBooks wallets = SERVER.wallets();

  /** Something that happens some minutes after what came before. */
  record Step(
      String what, int workspace, PostingModel.Kind kind, int quantity, int choice, int minutes) {}

  /** What happened so far. */
  private static final class Past {
    private final List<WorkspaceId> workspaces =
        List.of(SERVER.workspace("cn2"), SERVER.workspace("us1"));
    private final List<ZoneId> zones = List.of(ZoneId.of("Asia/Shanghai"), ZoneId.of("UTC"));
    private final List<WalletModel> models = zones.stream().map(WalletModel::new).toList();
    private final List<String> open = new ArrayList<>();
    private long seen;
    private BigDecimal approved = BigDecimal.ZERO;
    private BigDecimal before = BigDecimal.ZERO;
  }

  @Property(tries = 25)
  void everyDayIsChargedWhatTheRulesSay(@ForAll("steps") List<Step> steps) {
    SERVER.startOver();
    Past past = new Past();
    operators();
    past.before = new BigDecimal(wallets.balance(ACCOUNT));
    past.seen = lastPosting();
    Instant now = START;
    for (WorkspaceId workspace : past.workspaces) {
      SERVER.pays(workspace, "bill_p", now);
    }
    for (Step step : steps) {
      now = now.plus(Duration.ofMinutes(step.minutes()));
      take(step, past, now);
      see(past);
      holds(past);
    }
    Instant end = now.plus(Duration.ofDays(30));
    for (WorkspaceId workspace : past.workspaces) {
      Instant asOf = now.plusSeconds(1);
      tx.executeWithoutResult(_ -> readings.readFully(List.of(workspace), asOf));
    }
    see(past);
    charge(past, end);
    charge(past, end);
    holds(past);
  }

  private void take(Step step, Past past, Instant now) {
    WorkspaceId workspace = past.workspaces.get(step.workspace());
    ZoneId zone = past.zones.get(step.workspace());
    BigDecimal quantity = new BigDecimal(step.quantity());
    switch (step.what()) {
      case "use" -> use(workspace, zone, step.kind(), quantity, now);
      case "late" -> use(workspace, zone, step.kind(), quantity, now.minus(Duration.ofHours(30)));
      case "correct" ->
          SERVER.corrects(workspace, step.kind(), quantity, now.atZone(zone).toLocalDate());
      case "close" -> SERVER.closes(Hour.containing(now).previous(), past.workspaces);
      case "change" ->
          tx.executeWithoutResult(_ -> {
            readings.readFully(List.of(workspace), now);
            SERVER.pays(workspace, PAYERS.get(step.choice()), now);
          });
      case "propose" -> past.open.add(propose(step));
      case "decide" -> decide(past, step);
      default -> {
        see(past);
        charge(past, now.plus(Duration.ofDays(step.choice() - 1L)));
      }
    }
  }

  private static void use(
      WorkspaceId workspace, ZoneId zone, PostingModel.Kind kind, BigDecimal quantity, Instant at) {
    SERVER.uses(workspace, kind, quantity, at.atZone(zone).toLocalDate(), Hour.containing(at));
  }

  private String propose(Step step) {
    Money amount =
        Money.of(BigDecimal.valueOf(step.quantity() + 1L, 2), Currency.getInstance("CNY"));
    return tx.execute(_ ->
        step.choice() == 0
            ? proposals
                .correction(
                    ACCOUNT,
                    Money.zero(amount.currency()).minus(amount),
                    "a test " + System.nanoTime(),
                    FIRST)
                .orElseThrow()
            : ((Proposals.Entering.Entered)
                    proposals.topUp(
                        ACCOUNT,
                        amount,
                        new BankReference("T" + System.nanoTime()),
                        LocalDate.EPOCH,
                        FIRST))
                .id());
  }

  /** Approved by the wrong one, approved, rejected, or approved twice. */
  private void decide(Past past, Step step) {
    if (past.open.isEmpty()) {
      return;
    }
    String proposal = past.open.removeFirst();
    tx.executeWithoutResult(_ -> {
      BigDecimal amount = proposals.find(proposal).orElseThrow().amount().amount();
      assertThat(proposals.approve(proposal, FIRST)).isEqualTo(Proposals.Decision.SAME_OPERATOR);
      if (step.choice() == 0) {
        assertThat(proposals.reject(proposal, "a test", SECOND)).isEqualTo(Proposals.Decision.DONE);
      } else {
        assertThat(proposals.approve(proposal, SECOND)).isEqualTo(Proposals.Decision.DONE);
        past.approved = past.approved.add(amount);
      }
      assertThat(proposals.approve(proposal, SECOND)).isEqualTo(Proposals.Decision.NOT_OPEN);
    });
  }

  private void charge(Past past, Instant until) {
    past.models.forEach(model -> model.charge(until));
    wallets.charge(until);
  }

  /** Tells the models of what was posted to the account since they were told last. */
  private void see(Past past) {
    jdbc.sql(
            """
            SELECT id, workspace_id, as_of, amount FROM billing.posting
             WHERE id > :seen AND billing_account_id = 'bill_p' AND agreement_id IS NULL AND amount <> 0 ORDER BY id\
            """)
        .param("seen", past.seen)
        .query(rs -> {
          int index = past.workspaces.indexOf(new WorkspaceId(rs.getString("workspace_id")));
          past.models.get(index).accrue(SqlTime.instant(rs, "as_of"), rs.getBigDecimal("amount"));
          past.seen = rs.getLong("id");
        });
  }

  private void holds(Past past) {
    assertThat(wallets.outOfBalance()).isEmpty();
    BigDecimal charged = BigDecimal.ZERO;
    for (int i = 0; i < past.models.size(); i++) {
      Map<LocalDate, BigDecimal> model = past.models.get(i).charged();
      assertThat(chargesOf(past.workspaces.get(i))).isEqualTo(model);
      charged = charged.add(model.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    }
    assertThat(new BigDecimal(wallets.balance(ACCOUNT)))
        .isEqualByComparingTo(past.before.add(past.approved).subtract(charged));
  }

  private Map<LocalDate, BigDecimal> chargesOf(WorkspaceId workspace) {
    Map<LocalDate, BigDecimal> charges = new TreeMap<>();
    jdbc.sql("SELECT day, amount FROM wallet.charge WHERE workspace_id = :id")
        .param("id", workspace.value())
        .query(rs -> {
          charges.put(
              rs.getObject("day", LocalDate.class),
              rs.getBigDecimal("amount").stripTrailingZeros());
        });
    return charges;
  }

  private long lastPosting() {
    return jdbc.sql("SELECT coalesce(max(id), 0) FROM billing.posting").query(Long.class).single();
  }

  private void operators() {
    for (OperatorId operator : List.of(FIRST, SECOND)) {
      jdbc.sql(
              """
              INSERT INTO identity.operator (id, username, password_hash, created_at) VALUES (:id, :id, '', now())
              ON CONFLICT DO NOTHING\
              """)
          .param("id", operator.value())
          .update();
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(
                "use", "use", "use", "late", "correct", "close", "close", "change", "propose",
                "decide", "charge"),
            Arbitraries.integers().between(0, 1),
            Arbitraries.of(PostingModel.Kind.class),
            Arbitraries.integers().between(0, 9_999_999),
            Arbitraries.integers().between(0, PAYERS.size() - 1),
            Arbitraries.integers().between(1, 900))
        .as(Step::new)
        .list()
        .ofMinSize(6)
        .ofMaxSize(30);
  }
}
