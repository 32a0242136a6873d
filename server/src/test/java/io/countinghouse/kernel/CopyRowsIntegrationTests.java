package io.countinghouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countinghouse.identity.AccountsTest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

@AccountsTest
@Transactional
class CopyRowsIntegrationTests {

  @Autowired private JdbcTemplate jdbc;

  @BeforeEach
  void table() {
    jdbc.execute(
        """
        CREATE TEMPORARY TABLE copied (
          n int, t text, q numeric, d date, at timestamptz, b boolean, s smallint) ON COMMIT DROP\
        """);
  }

  /** PostgreSQL says itself, as text, what has arrived. */
  @Test
  void valuesArriveAsTheyAre() throws SQLException {
    CopyRows rows = new CopyRows(7);
    row(
        rows,
        1,
        "tab\tline\nback\\slash 账房 😀",
        "1E+6",
        "2000-01-01",
        "1999-12-31T23:59:59.999999Z");
    row(rows, 2, "", "-0.0000123", "1969-12-31", "1969-12-31T23:59:59.000001Z");
    row(rows, 3, "x", "999999999999999999.999999999", "2028-02-29", "2028-02-29T00:00:00Z");
    row(rows, 4, "x", "0", "2026-11-25", "2026-11-25T20:00:00.5Z");
    row(rows, 5, "x", "10000.0001", "2026-11-25", "2026-11-25T20:00:00.5Z");
    rows.row().int4(6).text(null).numeric(null).date(LocalDate.EPOCH).time(Instant.EPOCH);
    rows.bool(false).int2(-1);
    send(rows);
    assertThat(
            jdbc.queryForList(
                """
                SELECT concat_ws('|', t, q, d, at AT TIME ZONE 'UTC', b, s) FROM copied ORDER BY n\
                """,
                String.class))
        .containsExactly(
            "tab\tline\nback\\slash 账房 😀|1000000|2000-01-01|1999-12-31 23:59:59.999999|t|7",
            "|-0.0000123|1969-12-31|1969-12-31 23:59:59.000001|t|7",
            "x|999999999999999999.999999999|2028-02-29|2028-02-29 00:00:00|t|7",
            "x|0|2026-11-25|2026-11-25 20:00:00.5|t|7",
            "x|10000.0001|2026-11-25|2026-11-25 20:00:00.5|t|7",
            "1970-01-01|1970-01-01 00:00:00|f|-1");
  }

  @Test
  void numbersOfAnyScaleAndSignArriveAsTheyAre() throws SQLException {
    List<BigDecimal> numbers = new ArrayList<>();
    for (String digits :
        List.of("0", "1", "12", "10000", "123456789", "999999999999999", "5000000000000000")) {
      for (int scale = -3; scale <= 13; scale++) {
        numbers.add(new BigDecimal(new BigInteger(digits), scale));
        numbers.add(new BigDecimal(new BigInteger(digits), scale).negate());
      }
    }
    CopyRows rows = new CopyRows(2);
    for (int i = 0; i < numbers.size(); i++) {
      rows.row().int4(i).numeric(numbers.get(i));
    }
    jdbc.execute((Connection connection) -> {
      rows.send(connection, "copied (n, q)");
      return true;
    });
    assertThat(jdbc.queryForList("SELECT q::text FROM copied ORDER BY n", String.class))
        .isEqualTo(numbers.stream().map(BigDecimal::toPlainString).toList());
  }

  @Test
  void moreThanOneMessageArrives() throws SQLException {
    CopyRows rows = new CopyRows(2);
    rows.row().int4(0).text("x".repeat(100_000));
    for (int i = 1; i < 10_000; i++) {
      rows.row().int4(i).text("row " + i);
    }
    jdbc.execute((Connection connection) -> {
      rows.send(connection, "copied (n, t)");
      return true;
    });
    assertThat(
            jdbc.queryForObject(
                "SELECT count(*) || '|' || max(length(t)) FROM copied WHERE n = 0 OR t = 'row ' || n",
                String.class))
        .isEqualTo("10000|100000");
  }

  @Test
  void soDoArrays() throws SQLException {
    jdbc.execute("CREATE TEMPORARY TABLE lists (t text[], q numeric[]) ON COMMIT DROP");
    CopyRows rows = new CopyRows(2);
    rows.row()
        .texts(List.of("a,\"b", "账房"))
        .numerics(List.of(new BigDecimal("-1.50"), BigDecimal.TEN));
    rows.row().texts(List.of()).numerics(List.of());
    jdbc.execute((Connection connection) -> {
      rows.send(connection, "lists (t, q)");
      return true;
    });
    assertThat(
            jdbc.queryForList(
                "SELECT t[1] || '|' || t[2] || '|' || q[1] + q[2] || '|' || array_lower(t, 1) FROM lists"
                    + " WHERE cardinality(q) > 0",
                String.class))
        .containsExactly("a,\"b|账房|8.50|1");
    assertThat(jdbc.queryForList("SELECT t = '{}' AND q = '{}' FROM lists", Boolean.class))
        .containsExactlyInAnyOrder(true, false);
  }

  /** Sent as they are made, the first are under way when a later one fails. */
  @Test
  void rowsThatCannotBeMadeLeaveNoneAndTheConnectionWorks() {
    List<Integer> numbers = IntStream.range(0, 10_000).boxed().toList();
    jdbc.execute((Connection connection) -> {
      new CopyRows(2)
          .send(connection, "copied (n, t)", numbers, CopyRowsIntegrationTests::numbered);
      Savepoint before = connection.setSavepoint();
      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(() ->
              new CopyRows(2)
                  .send(
                      connection,
                      "copied (n, t)",
                      numbers,
                      (rows, n) -> numbered(rows, n / (n < 9_000 ? 1 : 0))));
      connection.rollback(before);
      return true;
    });
    assertThat(
            jdbc.queryForObject(
                "SELECT count(DISTINCT n) || '/' || count(*) FROM copied", String.class))
        .isEqualTo("10000/10000");
  }

  private static void numbered(CopyRows rows, int n) {
    rows.row().int4(n).text("row " + n);
  }

  @Test
  void whatTheTableDoesNotTakeIsAnErrorOfTheDatabase() {
    CopyRows rows = new CopyRows(7);
    rows.row().int4(1);
    assertThatExceptionOfType(SQLException.class).isThrownBy(() -> send(rows));
  }

  private static void row(CopyRows rows, int n, String text, String number, String day, String at) {
    rows.row()
        .int4(n)
        .text(text)
        .numeric(new BigDecimal(number))
        .date(LocalDate.parse(day))
        .time(Instant.parse(at))
        .bool(true)
        .int2(7);
  }

  private void send(CopyRows rows) throws SQLException {
    List<SQLException> failures =
        jdbc.execute((Connection connection) -> {
          try {
            rows.send(connection, "copied (n, t, q, d, at, b, s)");
            return List.of();
          } catch (SQLException e) {
            return List.of(e);
          }
        });
    if (failures != null && !failures.isEmpty()) {
      throw failures.getFirst();
    }
  }
}
