package io.countinghouse.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

class PriceListReaderTests {

  private static final String HEADER = PriceListReader.HEADER + "\n";
  private static final Currency CNY = Currency.getInstance("CNY");

  @Test
  void theShippedListHasEveryPublishedPrice() throws IOException {
    String csv =
        new ClassPathResource("price-lists/2026-01-01.csv")
            .getContentAsString(StandardCharsets.UTF_8);
    PriceList list = read(csv);

    assertThat(list.lines()).hasSize(117);
    assertThat(list.price(Item.TIMESERIES, "3d", CNY, Site.Kind.CHINA)).hasValue(decimal("0.6"));
    assertThat(list.price(Item.TIMESERIES, "3d", CNY, Site.Kind.INTERNATIONAL))
        .hasValue(decimal("1.6"));
    assertThat(list.unitSize(Item.FORWARD)).isEqualByComparingTo("1000000000");
    assertThat(list.price(Item.SMS, "", Currency.getInstance("USD"), Site.Kind.INTERNATIONAL))
        .isEmpty();
  }

  @Test
  void aWrongLineIsRefusedByItsNumber() {
    refused("log,1000000,SUM,3d,CNY,china", "line 2: 6 columns, not 7");
    refused("logs,1000000,SUM,3d,CNY,china,1", "line 2: unknown item logs");
    refused("log,0,SUM,3d,CNY,china,1", "line 2: the unit must be above 0");
    refused("log,1000000,MAX,3d,CNY,china,1", "line 2: log is counted as SUM, not MAX");
    refused("log,1000000,SUM,,CNY,china,1", "line 2: log needs a retention");
    refused("sms,10,SUM,3d,CNY,china,1", "line 2: sms has no retention");
    refused("log,1000000,SUM,3d,CNY,china,-1", "line 2: the price must not be below 0");
    refused("log,1000000,SUM,3d,CNY,china,one", "line 2: price is no number: one");
  }

  @Test
  void twoPricesForOneThingAreRefused() {
    refused("log,1000000,SUM,3d,CNY,china,1\nlog,1000000,SUM,3d,CNY,china,2", "two prices for");
    refused("log,1000000,SUM,3d,CNY,china,1\nlog,1000,SUM,7d,CNY,china,2", "two units for log");
  }

  private static void refused(String rows, String why) {
    assertThatThrownBy(() -> read(HEADER + rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static PriceList read(String csv) {
    return PriceListReader.read("test", Instant.EPOCH, csv);
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }
}
