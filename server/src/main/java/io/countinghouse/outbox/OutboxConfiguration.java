package io.countinghouse.outbox;

import io.countinghouse.kernel.ClockSettings;
import io.countinghouse.kernel.DrivenClock;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboxSettings.class)
class OutboxConfiguration {

  /** The beans of a server whose business time is an AWS simulator's. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "countinghouse.clock.source", havingValue = "simulator")
  static class Driven {

    @Bean
    SimulatorClock simulatorClock(ClockSettings settings, JsonMapper json) {
      return new SimulatorClock(
          Objects.requireNonNull(settings.simulatorUrl()), settings.follower(), json);
    }

    @Bean
    DrivenClock drivenClock(SimulatorClock simulatorClock) {
      return simulatorClock.firstReading();
    }

    @Bean
    ClockFollower clockFollower(
        SimulatorClock simulator,
        DrivenClock clock,
        WorkTable table,
        WorkSignal signal,
        TransactionTemplate tx) {
      return new ClockFollower(simulator, clock, table, signal, tx);
    }
  }
}
