package io.countinghouse.simulation;

import awssimulator.client.Observations.MeteringRecord;
import awssimulator.client.Observations.ProductBill;
import awssimulator.client.Observations.RecordFilter;
import io.countinghouse.kernel.SqlTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The marketplace's bill is the sum of what the server takes for accepted, record by record and on
 * the bill itself. What it has beyond that, the server sent without an answer, or somebody else
 * did.
 */
final class BillCheck implements Check {

  private static final Duration LOOKED_BACK = Duration.ofDays(3);
  private static final int BILLS_EVERY_DAYS = 7;
  private static final BigDecimal UNIT = new BigDecimal("0.01");

  private final World world;

  BillCheck(World world) {
    this.world = world;
  }

  private record Key(String agreement, String dimension, Instant hour) {}

  /**
   * @param rejected whether AWS rejects it after an attempt that it did not answer, and not for its
   *     age: only that ends it then
   * @param taken whether AWS holds a record of its key that is taken for an earlier attempt without
   *     an answer; somebody else's may have come between, which the daily comparison finds
   */
  private record Ours(String state, long quantity, boolean rejected, boolean taken) {

    boolean isOnItsWay() {
      return state.equals("DUE") || (state.equals("SENT") && !rejected);
    }
  }

  @Override
  public List<String> problems(boolean calm, boolean whole) {
    Instant yesterday = world.now().minus(Duration.ofHours(2));
    YearMonth month = YearMonth.from(yesterday.atZone(ZoneOffset.UTC));
    boolean bills =
        whole || yesterday.atZone(ZoneOffset.UTC).getDayOfMonth() % BILLS_EVERY_DAYS == 0;
    Instant from = world.now().minus(LOOKED_BACK);
    Instant monthStart = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    if (bills && monthStart.isBefore(from)) {
      from = monthStart;
    }
    if (whole) {
      from = Instant.EPOCH;
    }
    Map<Key, Ours> ours = ours(from);
    List<MeteringRecord> theirs = theirs(from);
    List<String> problems = new ArrayList<>();
    compare(ours, theirs, problems);
    theirs.forEach(record -> problems.addAll(AllocationLimits.broken(record)));
    if (calm) {
      ours.forEach((key, record) -> {
        if (record.isOnItsWay()) {
          problems.add("%s for %s is still on its way".formatted(record, key));
        }
      });
    }
    if (bills) {
      compareBills(ours, theirs, month, problems);
    }
    return problems;
  }

  private Key keyOf(MeteringRecord record) {
    return new Key(
        world.keyOf(record.agreementId()).orElse(record.agreementId()),
        record.dimension(),
        record.hour());
  }

  private void compare(Map<Key, Ours> ours, List<MeteringRecord> theirs, List<String> problems) {
    Map<Key, Long> billed = new HashMap<>();
    for (MeteringRecord record : theirs) {
      Key key = keyOf(record);
      billed.put(key, record.quantity());
      if (!isExplained(record, ours.get(key))) {
        problems.add(
            "AWS bills %d for %s, here is %s".formatted(record.quantity(), key, ours.get(key)));
      }
    }
    ours.forEach((key, record) -> {
      Long quantity = billed.get(key);
      if (record.state().equals("ACCEPTED")
          && (quantity == null || (quantity != record.quantity() && !record.taken()))) {
        problems.add("%s for %s, AWS bills %s".formatted(record, key, quantity));
      }
    });
  }

  private boolean isExplained(MeteringRecord record, @Nullable Ours ours) {
    boolean foreign =
        world.foreign().stream()
            .anyMatch(it ->
                it.agreement().equals(record.agreementId())
                    && it.hour().equals(record.hour())
                    && it.quantity() == record.quantity());
    if (ours == null || foreign) {
      return foreign;
    }
    return ours.quantity() == record.quantity()
        && List.of("ACCEPTED", "SENT", "UNKNOWN").contains(ours.state());
  }

  private void compareBills(
      Map<Key, Ours> ours, List<MeteringRecord> theirs, YearMonth month, List<String> problems) {
    Map<String, Long> expected = new HashMap<>();
    for (MeteringRecord record : theirs) {
      if (YearMonth.from(record.hour().atZone(ZoneOffset.UTC)).equals(month)) {
        Ours known = ours.get(keyOf(record));
        long billed =
            known != null && known.state().equals("ACCEPTED") && !known.taken()
                ? known.quantity()
                : record.quantity();
        expected.merge(record.accountId(), billed, Long::sum);
      }
    }
    for (Buyer buyer : world.buyers()) {
      BigDecimal total = BigDecimal.ZERO;
      for (ProductBill bill : world.aws().observations().bill(buyer.account(), month).products()) {
        total = total.add(new BigDecimal(bill.total()));
      }
      BigDecimal accepted =
          BigDecimal.valueOf(expected.getOrDefault(buyer.account(), 0L)).multiply(UNIT);
      if (total.compareTo(accepted) != 0) {
        problems.add(
            "the bill of %s for %s is %s, accepted is %s".formatted(buyer, month, total, accepted));
      }
    }
  }

  private List<MeteringRecord> theirs(Instant from) {
    return world
        .aws()
        .observations()
        .meteringRecords(new RecordFilter(null, null, null, null, from, null));
  }

  private Map<Key, Ours> ours(Instant from) {
    Map<Key, Ours> ours = new HashMap<>();
    world
        .rows()
        .sql(
            """
            SELECT coalesce(a.license_id, a.customer_identifier) AS key, r.dimension, r.hour, r.state, r.quantity,
                   r.unanswered AND (SELECT c.outcome = 'REJECTED' AND c.error <> 'TimestampOutOfBoundsException'
                                       FROM metering.record_call l JOIN metering.call c ON c.id = l.call_id
                                      WHERE l.record_id = r.id ORDER BY c.id DESC LIMIT 1) AS rejected,
                   coalesce(r.reason LIKE 'DuplicateRecord of %', false) AS taken
              FROM metering.record r JOIN marketplace.agreement a ON a.id = r.agreement_id
             WHERE r.hour >= :from\
            """)
        .param("from", SqlTime.utc(from))
        .query(rs -> {
          ours.put(
              new Key(rs.getString("key"), rs.getString("dimension"), SqlTime.instant(rs, "hour")),
              new Ours(
                  rs.getString("state"),
                  rs.getLong("quantity"),
                  rs.getBoolean("rejected"),
                  rs.getBoolean("taken")));
        });
    return ours;
  }
}
