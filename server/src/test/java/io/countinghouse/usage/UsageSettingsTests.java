package io.countinghouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class UsageSettingsTests {

  @EnableConfigurationProperties(UsageSettings.class)
  static class Bound {}

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Bound.class);

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    runner.run(context ->
        assertThat(context.getBean(UsageSettings.class))
            .isEqualTo(
                new UsageSettings(
                    1000, DataSize.ofMegabytes(5), Duration.ofMinutes(5), Duration.ofDays(35))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "events-per-request-max=0",
        "events-per-request-max=10001",
        "body-max=1023B",
        "body-max=65MB",
        "ahead-max=-1s",
        "back-dated-max=59m",
        "body-maximum=5MB"
      })
  void aValueOutOfRangeOrAnUnknownKeyStopsTheStart(String setting) {
    runner
        .withPropertyValues("countinghouse.usage." + setting)
        .run(context -> assertThat(context).hasFailed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "events-per-request-max=10000",
        "body-max=1KB",
        "body-max=64MB",
        "ahead-max=0s",
        "back-dated-max=1h"
      })
  void theLimitsThemselvesAreTaken(String setting) {
    runner
        .withPropertyValues("countinghouse.usage." + setting)
        .run(context -> assertThat(context).hasNotFailed());
  }
}
