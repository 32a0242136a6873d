package awssimulator.metering;

import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.settings.MeteringSettings;
import awssimulator.settings.MeteringSettings.IdenticalResend;
import awssimulator.settings.MeteringSettings.PartitionSettings;
import awssimulator.settings.MeteringSettings.TooManyTags;
import awssimulator.settings.MeteringSettings.UnknownCustomer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a usage record may be submitted. */
class TimeRulesTests {
  private static TimeRules rules(boolean wholeHours, boolean strictStart) {
    return new TimeRules(
        new MeteringSettings(
            Map.of(
                "aws-cn", new PartitionSettings(Duration.ofHours(6), null),
                "aws", new PartitionSettings(Duration.ofHours(24), Duration.ofHours(6))),
            wholeHours,
            strictStart,
            IdenticalResend.SUCCESS,
            UnknownCustomer.INVALID_CUSTOMER_IDENTIFIER,
            TooManyTags.INVALID_TAG,
            Duration.ofMinutes(5),
            Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "aws-cn, 2026-09-15T05:00:00Z, true",
    "aws-cn, 2026-09-15T04:59:59Z, false",
    "aws-cn, 2026-09-15T11:10:00Z, true",
    "aws-cn, 2026-09-15T11:10:01Z, false",
    "aws, 2026-09-14T11:00:00Z, true",
    "aws, 2026-09-14T10:59:59Z, false"
  })
  void ageIsJudgedOnWholeHours(String partition, Instant timestamp, boolean taken) {
    Instant now = Instant.parse("2026-09-15T11:05:00Z");
    assertThat(rules(true, false).inBounds(timestamp, now, partition)).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({"2026-09-15T05:05:00Z, true", "2026-09-15T05:04:59Z, false"})
  void ageMayBeJudgedToTheSecond(Instant timestamp, boolean taken) {
    Instant now = Instant.parse("2026-09-15T11:05:00Z");
    assertThat(rules(false, false).inBounds(timestamp, now, "aws-cn")).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({
    "aws, 2026-09-01T05:59:59Z, true",
    "aws, 2026-09-01T06:00:00Z, false",
    "aws-cn, 2026-09-01T04:00:00Z, true"
  })
  void lastMonthClosesAtSixInTheGlobalPartition(String partition, Instant now, boolean taken) {
    Instant lastHour = Instant.parse("2026-08-31T23:00:00Z");
    assertThat(rules(true, false).inBounds(lastHour, now, partition)).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({
    "false, 2026-09-15T10:00:00Z, true",
    "false, 2026-09-15T09:59:59Z, false",
    "true, 2026-09-15T10:20:00Z, true",
    "true, 2026-09-15T10:19:59Z, false"
  })
  void anAgreementStartsWithItsHourUnlessStrict(boolean strict, Instant timestamp, boolean taken) {
    Instant activeAt = Instant.parse("2026-09-15T10:20:00Z");
    assertThat(rules(true, strict).sinceStart(timestamp, activeAt)).isEqualTo(taken);
  }
}
