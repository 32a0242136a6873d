package io.countinghouse.billing;

import static io.countinghouse.billing.PriceProblem.Kind;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

class PriceListReaderTests {

  private static final String HEADER = String.join(",", PriceListReader.COLUMNS) + "\n";
  private static final String LONG_HEADER =
      String.join(",", PriceListReader.WITH_ALLOWANCES) + "\n";
  private static final String GOOD = "log,1000000,SUM,3d,CNY,china,1\n";
  private static final Currency CNY = Currency.getInstance("CNY");

  @Test
  void theShippedListHasEveryPublishedPrice() throws IOException {
    PriceList list =
        list(new ClassPathResource("price-lists/2026-01-01.csv").getContentAsByteArray());

    assertThat(list.lines()).hasSize(117);
    assertThat(list.price(Item.TIMESERIES, "3d", CNY, Site.Kind.CHINA)).hasValue(decimal("0.6"));
    assertThat(list.price(Item.TIMESERIES, "3d", CNY, Site.Kind.INTERNATIONAL))
        .hasValue(decimal("1.6"));
    assertThat(list.unitSize(Item.FORWARD)).isEqualByComparingTo("1000000000");
    assertThat(list.price(Item.SMS, "", Currency.getInstance("USD"), Site.Kind.INTERNATIONAL))
        .isEmpty();
  }

  @Test
  void pricesAndUnitsMayHave18Decimals() {
    PriceList list =
        list(
            (HEADER
                    + "log,0.000000000000000001,SUM,3d,CNY,china,"
                    + "123456789012345678.123456789012345678")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(list.unitSize(Item.LOG)).isEqualByComparingTo("1E-18");
    assertThat(list.price(Item.LOG, "3d", CNY, Site.Kind.CHINA))
        .hasValue(decimal("123456789012345678.123456789012345678"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logs,1000000,SUM,3d,CNY,china,1 | item | UNKNOWN_ITEM",
        "log,0,SUM,3d,CNY,china,1 | unit | NOT_ABOVE_0",
        "log,-5,SUM,3d,CNY,china,1 | unit | NOT_ABOVE_0",
        "log,1e6,SUM,3d,CNY,china,1 | unit | NOT_A_NUMBER",
        "log,1000000,MAX,3d,CNY,china,1 | day_value | WRONG_DAY_VALUE",
        "log,1000000,sum,3d,CNY,china,1 | day_value | WRONG_DAY_VALUE",
        "log,1000000,SUM,,CNY,china,1 | retention | RETENTION_MISSING",
        "sms,10,SUM,3d,CNY,china,1 | retention | RETENTION_EXTRA",
        "log,1000000,SUM,3 d,CNY,china,1 | retention | RETENTION_MALFORMED",
        "log,1000000,SUM,03d,CNY,china,1 | retention | RETENTION_MALFORMED",
        "log,1000000,SUM,3d,RMB,china,1 | currency | UNKNOWN_CURRENCY",
        "log,1000000,SUM,3d,XAU,china,1 | currency | UNKNOWN_CURRENCY",
        "log,1000000,SUM,3d,CNY,China,1 | site_kind | UNKNOWN_SITE_KIND",
        "log,1000000,SUM,3d,CNY,china,-1 | price | BELOW_0",
        "log,1000000,SUM,3d,CNY,china,one | price | NOT_A_NUMBER",
        "log,1000000,SUM,3d,CNY,china, | price | NOT_A_NUMBER",
        "log,1000000,SUM,3d,CNY,china,1E3 | price | NOT_A_NUMBER",
        "log,1000000,SUM,3d,CNY,china,0.1234567890123456789 | price | NOT_A_NUMBER",
        "log,1000000,SUM,3d,CNY,china,1234567890123456789 | price | NOT_A_NUMBER",
        "log,1000000,SUM,3d,CNY,china,١ | price | NOT_A_NUMBER",
      })
  void aWrongCellIsRefusedByLineAndColumn(String row, String column, Kind kind) {
    assertThat(problems(HEADER + GOOD + row))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.line()).isEqualTo(3);
          assertThat(problem.column()).isEqualTo(column);
          assertThat(problem.kind()).isEqualTo(kind);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logs,300 | grants_item | UNKNOWN_ITEM",
        "timeseries, | grants_item | HALF_AN_ALLOWANCE",
        ",300 | grants_item | HALF_AN_ALLOWANCE",
        "timeseries,0 | grants_quantity | NOT_ABOVE_0",
        "timeseries,3e2 | grants_quantity | NOT_A_NUMBER",
        "network,300 | grants_item | GRANTS_ON_ITSELF",
      })
  void aWrongAllowanceIsRefusedByLineAndColumn(String cells, String column, Kind kind) {
    assertThat(problems(LONG_HEADER + "network,1,MAX,,CNY,china,2," + cells))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.line()).isEqualTo(2);
          assertThat(problem.column()).isEqualTo(column);
          assertThat(problem.kind()).isEqualTo(kind);
        });
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThat(
            problems(
                HEADER
                    + "logs,0,MAX,3d,RMB,moon,-1\n\n"
                    + GOOD
                    + "log,1000,SUM,3d,CNY,china,1\n"
                    + "log,1,SUM\n"))
        .extracting(PriceProblem::line, PriceProblem::kind)
        .containsExactlyInAnyOrder(
            tuple(2, Kind.UNKNOWN_ITEM),
            tuple(2, Kind.NOT_ABOVE_0),
            tuple(2, Kind.UNKNOWN_CURRENCY),
            tuple(2, Kind.UNKNOWN_SITE_KIND),
            tuple(2, Kind.BELOW_0),
            tuple(5, Kind.DUPLICATE),
            tuple(5, Kind.TWO_UNITS),
            tuple(6, Kind.WRONG_CELLS));
  }

  @Test
  void whatIsNoPriceListAtAllIsRefused() {
    assertThat(kinds("")).containsExactly(Kind.WRONG_HEADER);
    assertThat(kinds("item,price\nlog,1\n")).containsExactly(Kind.WRONG_HEADER);
    assertThat(kinds(HEADER)).containsExactly(Kind.NO_ROWS);
    assertThat(kinds(HEADER + "\n\n")).containsExactly(Kind.NO_ROWS);
    assertThat(kinds(HEADER + "\"log,1000000,SUM,3d,CNY,china,1\n")).containsExactly(Kind.NOT_CSV);
    assertThat(
            PriceListReader.read((HEADER + "é").getBytes(StandardCharsets.ISO_8859_1)).problems())
        .extracting(PriceProblem::kind)
        .containsExactly(Kind.NOT_UTF_8);
  }

  @Test
  void whatSpreadsheetsWriteIsRead() {
    String file =
        "\uFEFF" + LONG_HEADER + "\"network\",1,\"MAX\", ,CNY,china,\"2.50\",timeseries,300\n";
    PriceList list = list(file.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    assertThat(list.price(Item.NETWORK, "", CNY, Site.Kind.CHINA)).hasValue(decimal("2.5"));
    assertThat(list.allowances())
        .containsExactly(
            new Allowance(Item.NETWORK, Site.Kind.CHINA, Item.TIMESERIES, decimal("300")));
    assertThat(problems((file + "sms,10,SUM,,CNY,china,x,,").replace("\n", "\r\n")))
        .extracting(PriceProblem::line)
        .containsExactly(3);
  }

  @Test
  void theAllowancesOfAnItemAgreeAtSitesOfOneKind() {
    String china = "network,1,MAX,,CNY,china,2,timeseries,300\n";
    assertThat(kinds(LONG_HEADER + china + "network,1,MAX,,USD,china,1,timeseries,200\n"))
        .containsExactly(Kind.TWO_ALLOWANCES);
    assertThat(kinds(LONG_HEADER + china + "network,1,MAX,,USD,china,1,,\n"))
        .containsExactly(Kind.TWO_ALLOWANCES);
    assertThat(kinds(LONG_HEADER + china + "network,1,MAX,,CNY,international,1,,\n")).isEmpty();
    assertThat(kinds(LONG_HEADER + china + "session,1000,MAX,,CNY,china,1,timeseries,5\n"))
        .isEmpty();
  }

  @Test
  void noItemBothGrantsAndReceives() {
    String rows =
        "network,1,MAX,,CNY,china,2,session,300\nsession,1000,MAX,,CNY,%s,2,timeseries,5\n";
    assertThat(problems(LONG_HEADER + rows.formatted("china")))
        .containsExactly(new PriceProblem(2, "grants_item", Kind.CHAIN, List.of("session")));
    assertThat(kinds(LONG_HEADER + rows.formatted("international"))).isEmpty();
  }

  private static Stream<Kind> kinds(String csv) {
    return problems(csv).stream().map(PriceProblem::kind);
  }

  private static List<PriceProblem> problems(String csv) {
    return PriceListReader.read(csv.getBytes(StandardCharsets.UTF_8)).problems();
  }

  private static PriceList list(byte[] csv) {
    PriceListReader.Parsed parsed = PriceListReader.read(csv);
    assertThat(parsed.problems()).isEmpty();
    return parsed.list("test", LocalDate.EPOCH);
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }
}
