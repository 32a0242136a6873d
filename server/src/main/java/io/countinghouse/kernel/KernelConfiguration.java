package io.countinghouse.kernel;

import java.time.Clock;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two clocks, business time and wall time, what signs by the latter, and chance. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClockSettings.class)
class KernelConfiguration {

  /** Wall time, for signatures, sessions, codes and rate limits. */
  @Bean
  @ConditionalOnMissingBean
  Clock wallClock() {
    return Clock.systemUTC();
  }

  @Bean
  MessageSigner messageSigner(Clock wallClock) {
    return new MessageSigner(wallClock);
  }

  /** What pauses are spread by; of no use for secrets. */
  @Bean
  @ConditionalOnMissingBean
  RandomGenerator chance() {
    return new Random();
  }

  @Bean
  @ConditionalOnProperty(
      name = "countinghouse.clock.source",
      havingValue = "system",
      matchIfMissing = true)
  @ConditionalOnMissingBean(BusinessClock.class)
  SystemClock systemClock(Clock wallClock) {
    return new SystemClock(wallClock);
  }
}
