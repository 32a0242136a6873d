package io.countinghouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class UsageSettingsTests {

  @EnableConfigurationProperties(UsageSettings.class)
  static class Bound {}

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Bound.class);

  @Test
  void theDefaultsAreThoseOfTheDocumentation() {
    runner.run(context ->
        assertThat(context.getBean(UsageSettings.class))
            .isEqualTo(UsageTestEvents.settings(1000, 200_000)));
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
        "dedup-window=PT841H59S",
        "window-length=59m",
        "line-max=1023B",
        "line-max=1025KB",
        "bulk-max=63KB",
        "bulk-chunk=0",
        "bulk-listed-max=0",
        "waiting-events-max=0",
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
        "dedup-window=PT841H1M",
        "line-max=1MB",
        "bulk-max=64KB",
        "back-dated-max=1h"
      })
  void theLimitsThemselvesAreTaken(String setting) {
    runner
        .withPropertyValues("countinghouse.usage." + setting)
        .run(context -> assertThat(context).hasNotFailed());
  }
}
