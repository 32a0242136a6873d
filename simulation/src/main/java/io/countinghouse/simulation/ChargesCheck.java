package io.countinghouse.simulation;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.simulation.plain.PlainBill;
import io.countinghouse.simulation.plain.PlainCharge;
import io.countinghouse.simulation.plain.PlainEvent;
import io.countinghouse.simulation.plain.PlainPrices;
import io.countinghouse.simulation.plain.PlainReading;
import io.countinghouse.simulation.plain.PlainTenure;
import io.countinghouse.simulation.plain.PlainWorkspace;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each payer was charged is what the plain calculation says, of every workspace, billing day,
 * item and retention, to the last decimal. The server is asked for what changed, which is who paid
 * from when to when; not for what it made of it.
 */
final class ChargesCheck implements Check {

  /** No usage comes later than that, and no change of payer reaches further back. */
  private static final int DAYS_OPEN = 6;

  private final World world;
  private final PlainBill bill;
  private final Map<PlainCharge, BigDecimal> expected = new HashMap<>();

  ChargesCheck(World world) {
    this.world = world;
    this.bill =
        new PlainBill(
            PlainPrices.of(
                Map.of(
                    LocalDate.of(2026, 1, 1), Prices.text(Prices.FIRST),
                    LocalDate.parse(Prices.SECOND_FROM), Prices.text(Prices.SECOND))));
  }

  @Override
  public List<String> problems(boolean calm, boolean whole) {
    LocalDate today = world.now().atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate from = whole ? LocalDate.EPOCH : today.minusDays(DAYS_OPEN);
    expected.keySet().removeIf(charge -> !charge.day().isBefore(from));
    Map<String, List<PlainEvent>> events = new HashMap<>();
    for (PlainEvent event : world.events()) {
      if (whole
          || !event
              .receivedAt()
              .isBefore(from.minusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant())) {
        events.computeIfAbsent(event.workspace(), _ -> new ArrayList<>()).add(event);
      }
    }
    Map<String, List<PlainTenure>> tenures = tenures();
    Instant since = from.minusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant();
    Map<String, Set<Instant>> moves = moves();
    events.forEach((workspace, used) -> {
      List<PlainTenure> paid = tenures.getOrDefault(workspace, List.of());
      expected.putAll(
          bill.of(
              place(workspace),
              used,
              paid,
              readings(paid, moves, whole ? Instant.EPOCH : since),
              from));
    });
    return differences(charged(from), from);
  }

  /**
   * The readings besides those of a change of payer: hours that were closed, and full ones when an
   * agreement that paid began to end, or had its final record.
   */
  private Set<PlainReading> readings(
      List<PlainTenure> tenures, Map<String, Set<Instant>> moves, Instant since) {
    Set<PlainReading> readings = new HashSet<>();
    world.node().closings().stream().filter(it -> it.at().isAfter(since)).forEach(readings::add);
    Instant midnight = world.now().truncatedTo(ChronoUnit.DAYS);
    readings.add(new PlainReading(world.now(), midnight));
    for (PlainTenure tenure : tenures) {
      for (Instant at : moves.getOrDefault(tenure.payer(), Set.of())) {
        Instant to = tenure.to();
        if (at.isAfter(since) && !at.isBefore(tenure.from()) && (to == null || !at.isAfter(to))) {
          readings.add(new PlainReading(at, null));
        }
      }
    }
    return readings;
  }

  private Map<String, Set<Instant>> moves() {
    Map<String, Set<Instant>> moves = new HashMap<>();
    world
        .rows()
        .sql(
            """
            SELECT agreement_id, at FROM marketplace.agreement_move
             WHERE to_state IN ('ENDING', 'ENDED', 'SUCCEEDED')\
            """)
        .query(rs -> {
          moves
              .computeIfAbsent(rs.getString("agreement_id"), _ -> new HashSet<>())
              .add(SqlTime.instant(rs, "at"));
        });
    world
        .node()
        .finals()
        .forEach(it -> moves.computeIfAbsent(it.agreement(), _ -> new HashSet<>()).add(it.at()));
    return moves;
  }

  private List<String> differences(Map<PlainCharge, BigDecimal> charged, LocalDate from) {
    List<String> problems = new ArrayList<>();
    Map<PlainCharge, BigDecimal> missing = new HashMap<>(expected);
    missing.keySet().removeIf(charge -> charge.day().isBefore(from));
    charged.forEach((charge, amount) -> {
      BigDecimal due = missing.remove(charge);
      if (amount.compareTo(due == null ? BigDecimal.ZERO : due) != 0) {
        problems.add("%s was charged %s, not %s".formatted(charge, amount.toPlainString(), due));
      }
    });
    missing.forEach((charge, due) -> problems.add("%s was not charged %s".formatted(charge, due)));
    if (problems.isEmpty()) {
      BigDecimal all = expected.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      BigDecimal posted =
          world
              .rows()
              .sql("SELECT coalesce(sum(amount), 0) FROM billing.posting")
              .query(BigDecimal.class)
              .single();
      if (all.compareTo(posted) != 0) {
        problems.add("charged in all is %s, not %s".formatted(posted, all));
      }
    }
    return problems;
  }

  /** What was posted to payers, as the plain calculation tells it apart. */
  private Map<PlainCharge, BigDecimal> charged(LocalDate from) {
    Map<PlainCharge, BigDecimal> charged = new HashMap<>();
    world
        .rows()
        .sql(
            """
            SELECT coalesce(agreement_id, billing_account_id) AS payer, workspace_id, day, item, retention,
                   sum(amount) AS amount
              FROM billing.posting WHERE billing_account_id IS NOT NULL AND day >= :from
             GROUP BY 1, 2, 3, 4, 5\
            """)
        .param("from", from)
        .query(rs -> {
          charged.put(
              new PlainCharge(
                  rs.getString("payer"),
                  rs.getString("workspace_id"),
                  rs.getObject("day", LocalDate.class),
                  rs.getString("item"),
                  rs.getString("retention")),
              rs.getBigDecimal("amount"));
        });
    return charged;
  }

  private Map<String, List<PlainTenure>> tenures() {
    Map<String, List<PlainTenure>> tenures = new HashMap<>();
    world
        .rows()
        .sql(
            """
            SELECT b.workspace_id, coalesce(b.agreement_id, b.billing_account_id) AS payer,
                   CASE WHEN a.license_id IS NOT NULL THEN 'USD' WHEN a.id IS NOT NULL THEN 'CNY' ELSE h.currency END
                     AS currency,
                   lower(b.during) AS since, upper(b.during) AS until
              FROM settlement.binding b
              JOIN identity.billing_account h ON h.id = b.billing_account_id
              LEFT JOIN marketplace.agreement a ON a.id = b.agreement_id
             ORDER BY b.workspace_id, since\
            """)
        .query(rs -> {
          tenures
              .computeIfAbsent(rs.getString("workspace_id"), _ -> new ArrayList<>())
              .add(
                  new PlainTenure(
                      rs.getString("workspace_id"),
                      rs.getString("payer"),
                      rs.getString("currency"),
                      SqlTime.instant(rs, "since"),
                      SqlTime.optional(rs, "until").orElse(null)));
        });
    return tenures;
  }

  /** The sites that a run uses, as the product's facts describe them (2). */
  private PlainWorkspace place(String workspace) {
    String site =
        world
            .rows()
            .sql("SELECT site FROM workspace.workspace WHERE id = :id")
            .param("id", workspace)
            .query(String.class)
            .single();
    return site.startsWith("cn")
        ? new PlainWorkspace(workspace, ZoneId.of("Asia/Shanghai"), "china")
        : new PlainWorkspace(workspace, ZoneOffset.UTC, "international");
  }
}
