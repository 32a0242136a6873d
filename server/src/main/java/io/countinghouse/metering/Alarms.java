package io.countinghouse.metering;

import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The alarms that hold, as last found; within the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Alarms {

  private final JdbcClient jdbc;

  Alarms(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An alarm that holds.
   *
   * @param since when it arose
   * @param toldAt when it was told last
   * @param toldCount of how many it was told then, or how few there were since
   */
  public record Held(Alarm alarm, Instant since, Instant toldAt, long toldCount) {}

  /** All that hold, in the order of their kinds; but those that only a later version knows. */
  public List<Held> all() {
    return jdbc
        .sql(
            """
            SELECT kind, count, currencies, amounts, since, told_at, told_count FROM metering.alarm
             WHERE kind = ANY (:known)\
            """)
        .param("known", Arrays.stream(AlarmKind.values()).map(Enum::name).toArray(String[]::new))
        .query(Alarms::held)
        .list()
        .stream()
        .sorted((a, b) -> a.alarm().kind().compareTo(b.alarm().kind()))
        .toList();
  }

  /** Keeps what an alarm is about now, and when and of how many it was told last. */
  void keep(Held held) {
    List<Money> amounts = held.alarm().amounts();
    jdbc.sql(
            """
            INSERT INTO metering.alarm (kind, count, currencies, amounts, since, told_at, told_count)
            VALUES (:kind, :count, :currencies, :amounts, :since, :toldAt, :toldCount)
            ON CONFLICT (kind) DO UPDATE
               SET count = excluded.count, currencies = excluded.currencies, amounts = excluded.amounts,
                   told_at = excluded.told_at, told_count = excluded.told_count\
            """)
        .param("kind", held.alarm().kind().name())
        .param("count", held.alarm().count())
        .param(
            "currencies",
            amounts.stream().map(it -> it.currency().getCurrencyCode()).toArray(String[]::new))
        .param("amounts", amounts.stream().map(Money::amount).toArray(BigDecimal[]::new))
        .param("since", SqlTime.utc(held.since()))
        .param("toldAt", SqlTime.utc(held.toldAt()))
        .param("toldCount", held.toldCount())
        .update();
  }

  void clear(AlarmKind kind) {
    jdbc.sql("DELETE FROM metering.alarm WHERE kind = :kind").param("kind", kind.name()).update();
  }

  private static Held held(ResultSet rs, int row) throws SQLException {
    String[] currencies = (String[]) array(rs, "currencies").getArray();
    BigDecimal[] amounts = (BigDecimal[]) array(rs, "amounts").getArray();
    List<Money> money = new ArrayList<>();
    for (int i = 0; i < currencies.length; i++) {
      money.add(Money.of(amounts[i], Currency.getInstance(currencies[i])));
    }
    return new Held(
        new Alarm(AlarmKind.valueOf(rs.getString("kind")), rs.getLong("count"), money),
        SqlTime.instant(rs, "since"),
        SqlTime.instant(rs, "told_at"),
        rs.getLong("told_count"));
  }

  private static Array array(ResultSet rs, String column) throws SQLException {
    return rs.getArray(column);
  }
}
