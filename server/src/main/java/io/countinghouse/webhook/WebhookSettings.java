package io.countinghouse.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks go out.
 *
 * @param allowHttp whether endpoints may be without TLS
 * @param allowPrivate whether endpoints may have addresses that are not public
 * @param timeout how long an endpoint may take, from the connection to its answer (wall time)
 * @param retries the pauses after each failed attempt; after the last one it has failed for good
 * @param disableAfter how long nothing comes through until the endpoint is disabled
 * @param formerSecret for how long a secret that was changed signs as well (wall time)
 * @param keep how long events and the log of their deliveries are kept
 */
@ConfigurationProperties(prefix = "countinghouse.webhook", ignoreUnknownFields = false)
record WebhookSettings(
    @DefaultValue("false") boolean allowHttp,
    @DefaultValue("false") boolean allowPrivate,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
        List<Duration> retries,
    @DefaultValue("3d") Duration disableAfter,
    @DefaultValue("24h") Duration formerSecret,
    @DefaultValue("90d") Duration keep) {

  WebhookSettings {
    retries = List.copyOf(retries);
    if (retries.stream().anyMatch(it -> it.isNegative() || it.isZero())
        || timeout.isNegative()
        || timeout.isZero()) {
      throw new IllegalArgumentException(
          "countinghouse.webhook.retries and .timeout must be above 0");
    }
  }
}
