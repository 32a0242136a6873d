package io.countinghouse.simulation;

import awssimulator.client.Observations.MeteringRecord;
import awssimulator.client.Observations.RecordFilter;
import io.countinghouse.kernel.SqlTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The server's own comparison with the marketplace found what AWS holds beyond or short of the
 * accepted records, each with its amount, and nothing else: for the last day that it was due for.
 */
final class DifferencesCheck implements Check {

  private static final int DAYS_UNTIL_COMPARED = 3;
  private static final BigDecimal UNIT = new BigDecimal("0.01");

  private final World world;

  DifferencesCheck(World world) {
    this.world = world;
  }

  private record Key(String agreement, String dimension, Instant hour) {}

  private record Found(Key key, long ours, long theirs, BigDecimal amount) {}

  @Override
  public List<String> problems(boolean calm, boolean whole) {
    LocalDate today = LocalDate.ofInstant(world.now(), ZoneOffset.UTC);
    LocalDate day = today.minusDays(DAYS_UNTIL_COMPARED);
    if (isStillToCompare(day)) {
      return List.of();
    }
    Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    Set<Found> expected = expected(from);
    Set<Found> found = found(from);
    List<String> problems = new ArrayList<>();
    expected.stream()
        .filter(it -> !found.contains(it))
        .forEach(it -> problems.add("the comparison with AWS did not find " + it));
    found.stream()
        .filter(it -> !expected.contains(it))
        .forEach(it -> problems.add("the comparison with AWS found what is not so: " + it));
    return problems;
  }

  /** The server was down when it was due, or AWS's bill could not be read. */
  private boolean isStillToCompare(LocalDate day) {
    return world
            .rows()
            .sql(
                "SELECT count(*) FROM outbox.work WHERE kind = 'metering.reconcile' AND key <= :day")
            .param("day", day.toString())
            .query(Integer.class)
            .single()
        > 0;
  }

  private Set<Found> expected(Instant from) {
    Map<Key, Long> accepted = accepted(from);
    Set<Found> expected = new HashSet<>();
    for (MeteringRecord record : atAws(from)) {
      Key key =
          new Key(
              world.keyOf(record.agreementId()).orElse(record.agreementId()),
              record.dimension(),
              record.hour());
      Long ours = accepted.remove(key);
      add(expected, key, ours == null ? 0 : ours, record.quantity());
    }
    accepted.forEach((key, ours) -> add(expected, key, ours, 0));
    return expected;
  }

  private static void add(Set<Found> expected, Key key, long ours, long theirs) {
    if (ours != theirs) {
      BigDecimal amount = UNIT.multiply(BigDecimal.valueOf(Math.abs(ours - theirs)));
      expected.add(new Found(key, ours, theirs, amount.stripTrailingZeros()));
    }
  }

  private List<MeteringRecord> atAws(Instant from) {
    return world
        .aws()
        .observations()
        .meteringRecords(
            new RecordFilter(null, null, null, null, from, from.plus(Duration.ofDays(1))));
  }

  private Map<Key, Long> accepted(Instant from) {
    Map<Key, Long> accepted = new HashMap<>();
    world
        .rows()
        .sql(
            """
            SELECT coalesce(a.license_id, a.customer_identifier) AS key, r.dimension, r.hour, r.quantity
              FROM metering.record r JOIN marketplace.agreement a ON a.id = r.agreement_id
             WHERE r.state = 'ACCEPTED' AND r.hour >= :from AND r.hour < :before\
            """)
        .param("from", SqlTime.utc(from))
        .param("before", SqlTime.utc(from.plus(Duration.ofDays(1))))
        .query(rs -> {
          accepted.put(
              new Key(rs.getString("key"), rs.getString("dimension"), SqlTime.instant(rs, "hour")),
              rs.getLong("quantity"));
        });
    return accepted;
  }

  private Set<Found> found(Instant from) {
    Set<Found> found = new HashSet<>();
    world
        .rows()
        .sql(
            """
            SELECT coalesce(a.license_id, a.customer_identifier) AS key, d.aws_agreement, d.dimension, d.hour, d.ours,
                   d.theirs, d.amount
              FROM metering.difference d LEFT JOIN marketplace.agreement a ON a.id = d.agreement_id
             WHERE d.kind = 'QUANTITY' AND d.hour >= :from AND d.hour < :before\
            """)
        .param("from", SqlTime.utc(from))
        .param("before", SqlTime.utc(from.plus(Duration.ofDays(1))))
        .query(rs -> {
          String key = rs.getString("key");
          String agreement = key == null ? rs.getString("aws_agreement") : key;
          found.add(
              new Found(
                  new Key(
                      world.keyOf(agreement).orElse(agreement),
                      rs.getString("dimension"),
                      SqlTime.instant(rs, "hour")),
                  rs.getLong("ours"),
                  rs.getLong("theirs"),
                  rs.getBigDecimal("amount").stripTrailingZeros()));
        });
    return found;
  }
}
