package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.billing.Readings;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.metering.Equation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
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
 * Usage, late usage and corrections, readings at any instant and payers that change, nobody
 * included: what is posted is what {@link PostingModel} says, and the equation holds after every
 * step.
 */
class ReadingsPropertyTests {

  /** Over the leap day, the month's end and the midnights of Shanghai and of UTC. */
  private static final Instant START = Instant.parse("2028-02-28T10:20:00Z");

  private static final List<String> PAYERS = List.of("", "bill_p", "agmt_cn", "agmt_us");

  /** Of a unit, by currency, kind of site and item (product facts, 8). */
  private static final Map<String, String> PRICES =
      Map.of(
          "CNY china log", "1",
          "CNY china timeseries", "0.6",
          "USD china log", "0.15",
          "USD china timeseries", "0.09",
          "CNY international log", "2",
          "CNY international timeseries", "1.6",
          "USD international log", "0.3",
          "USD international timeseries", "0.23");

  private static final BooksServer SERVER = BooksServer.start();

  private final JdbcClient jdbc = SERVER.bean(JdbcClient.class);
  private final TransactionTemplate tx = SERVER.bean(TransactionTemplate.class);
  private final Readings readings = SERVER.bean(Readings.class);
  private final Equation equation = SERVER.equation();

  /** Something that happens some minutes after what came before. */
  record Step(
      String what, int workspace, PostingModel.Kind kind, int quantity, int payer, int minutes) {}

  @Property(tries = 25)
  void whatIsPostedIsWhatTheRulesSay(@ForAll("steps") List<Step> steps) {
    SERVER.startOver();
    List<WorkspaceId> workspaces = List.of(SERVER.workspace("cn2"), SERVER.workspace("us1"));
    List<PostingModel> models =
        List.of(new PostingModel(ZoneId.of("Asia/Shanghai")), new PostingModel(ZoneId.of("UTC")));
    Instant now = START;
    for (Step step : steps) {
      now = now.plus(Duration.ofMinutes(step.minutes()));
      if (step.what().equals("close")) {
        closeAll(workspaces, models, Hour.containing(now).previous());
      } else {
        take(step, workspaces.get(step.workspace()), models.get(step.workspace()), now);
      }
      equation.holds();
    }
    for (int i = 0; i < workspaces.size(); i++) {
      readTwice(workspaces.get(i), models.get(i), now.plusSeconds(1));
      assertThat(posted(workspaces.get(i))).isEqualTo(models.get(i).posted());
      assertPriced(workspaces.get(i), i == 0 ? "china" : "international");
    }
    assertThat(overCredited()).isZero();
    equation.holds();
  }

  private void take(Step step, WorkspaceId workspace, PostingModel model, Instant now) {
    BigDecimal quantity = new BigDecimal(step.quantity());
    switch (step.what()) {
      case "use" -> use(step.kind(), quantity, now, workspace, model);
      case "late" -> use(step.kind(), quantity, now.minus(Duration.ofHours(9)), workspace, model);
      case "correct" -> correct(step.kind(), quantity, model.dayOf(now), workspace, model);
      case "change" -> {
        model.readFully(now);
        model.pays(PAYERS.get(step.payer()));
        tx.executeWithoutResult(_ -> {
          readings.readFully(List.of(workspace), now);
          SERVER.pays(workspace, PAYERS.get(step.payer()), now);
        });
      }
      default -> readTwice(workspace, model, now);
    }
  }

  private void closeAll(List<WorkspaceId> workspaces, List<PostingModel> models, Hour hour) {
    models.forEach(model -> model.close(hour));
    SERVER.closes(hour, workspaces);
  }

  private void use(
      PostingModel.Kind kind,
      BigDecimal quantity,
      Instant at,
      WorkspaceId workspace,
      PostingModel model) {
    model.use(kind, quantity, at);
    SERVER.uses(workspace, kind, quantity, model.dayOf(at), Hour.containing(at));
  }

  private void correct(
      PostingModel.Kind kind,
      BigDecimal quantity,
      LocalDate day,
      WorkspaceId workspace,
      PostingModel model) {
    model.correct(kind, day, quantity);
    SERVER.corrects(workspace, kind, quantity, day);
  }

  /** The second reading posts nothing. */
  private void readTwice(WorkspaceId workspace, PostingModel model, Instant asOf) {
    model.readFully(asOf);
    tx.executeWithoutResult(_ -> readings.readFully(List.of(workspace), asOf));
    long once = rows();
    tx.executeWithoutResult(_ -> {
      model.touchedAgain().forEach(day -> SERVER.touch(workspace, day));
      readings.readFully(List.of(workspace), asOf);
    });
    assertThat(rows()).isEqualTo(once);
  }

  private long rows() {
    return jdbc.sql("SELECT count(*) FROM billing.posting").query(Long.class).single();
  }

  private Map<String, BigDecimal> posted(WorkspaceId workspace) {
    Map<String, BigDecimal> posted = new TreeMap<>();
    jdbc.sql(
            """
            SELECT day || ' ' || item || ' ' || coalesce(agreement_id, billing_account_id, '') AS tier,
                   sum(units) AS units
              FROM billing.posting WHERE workspace_id = :id GROUP BY 1 HAVING sum(units) <> 0\
            """)
        .param("id", workspace.value())
        .query(rs -> {
          posted.put(rs.getString("tier"), rs.getBigDecimal("units").stripTrailingZeros());
        });
    return posted;
  }

  /** Each at the price of its payer's currency; what nobody pays for at none. */
  private void assertPriced(WorkspaceId workspace, String siteKind) {
    jdbc.sql(
            """
            SELECT item, CASE agreement_id WHEN 'agmt_us' THEN 'USD' ELSE 'CNY' END AS currency,
                   billing_account_id IS NULL AS by_nobody, sum(units) AS units, sum(amount) AS amount
              FROM billing.posting WHERE workspace_id = :id GROUP BY 1, 2, 3\
            """)
        .param("id", workspace.value())
        .query(rs -> {
          String key = rs.getString("currency") + " " + siteKind + " " + rs.getString("item");
          BigDecimal price =
              rs.getBoolean("by_nobody") ? BigDecimal.ZERO : new BigDecimal(PRICES.get(key));
          assertThat(rs.getBigDecimal("amount"))
              .as(key)
              .isEqualByComparingTo(rs.getBigDecimal("units").multiply(price));
        });
  }

  private long overCredited() {
    return jdbc.sql(
            """
            SELECT count(*)
              FROM (SELECT 1 FROM billing.posting
                     GROUP BY workspace_id, day, item, retention, billing_account_id, agreement_id, price
                    HAVING sum(units) < 0) AS too_much\
            """)
        .query(Long.class)
        .single();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of("use", "use", "use", "late", "correct", "close", "full", "change"),
            Arbitraries.integers().between(0, 1),
            Arbitraries.of(PostingModel.Kind.class),
            Arbitraries.integers().between(0, 9_999_999),
            Arbitraries.integers().between(0, PAYERS.size() - 1),
            Arbitraries.integers().between(1, 200))
        .as(Step::new)
        .list()
        .ofMinSize(4)
        .ofMaxSize(24);
  }
}
