package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.Language;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageDaysTests {

  private final UsageDays days =
      new UsageDays(new PageText(new WebConfiguration().messageSource()));

  @ParameterizedTest
  @CsvSource({
    "forward,1000000000,1 GB,1 GB",
    "forward,1073741824,1.073741824 GB,1.073741824 GB",
    "forward,1000,0.000001 GB,0.000001 GB",
    "log,1000000,'1,000,000 log entries','1,000,000 条日志'",
    "log,1,1 log entry,1 条日志",
    "log,0.0001,0.0001 log entries,0.0001 条日志",
    "network,1,1 host,1 台主机",
    "timeseries,1000.0005,'1,000.0005 time series','1,000.0005 条时间线'"
  })
  void aUnitIsShownExactly(String item, BigDecimal size, String english, String chinese) {
    Item of = Item.find(item).orElseThrow();
    assertThat(days.unit(of, size, Language.EN)).isEqualTo(english);
    assertThat(days.unit(of, size, Language.ZH)).isEqualTo(chinese);
  }
}
