package io.countinghouse.notification;

import io.countinghouse.kernel.SigningSecret;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The seller's own gateway that passes texts on to phones; without it no texts are sent.
 *
 * @param url what texts are posted to: https, or http on this machine; may be missing
 * @param secret signs them, {@code whsec_} and base 64, from the environment; there if and only if
 *     the address is
 * @param timeout how long the gateway may take, from the connection to its answer (wall time)
 */
@ConfigurationProperties(prefix = "countinghouse.texts", ignoreUnknownFields = false)
record TextSettings(
    @Nullable URI url, @Nullable String secret, @DefaultValue("10s") Duration timeout) {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** The messages never hold the secret. */
  TextSettings {
    if ((url == null) != (secret == null)) {
      throw new IllegalArgumentException(
          "countinghouse.texts.url and countinghouse.texts.secret go together: set both or neither");
    }
    if (url != null && !isAllowed(url)) {
      throw new IllegalArgumentException(
          "countinghouse.texts.url must be an https address, for texts hold codes");
    }
    if (secret != null) {
      check(secret);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("countinghouse.texts.timeout must be above 0");
    }
  }

  private static boolean isAllowed(URI url) {
    String host = url.getHost();
    return host != null
        && url.getUserInfo() == null
        && ("https".equals(url.getScheme())
            || ("http".equals(url.getScheme()) && THIS_MACHINE.contains(host)));
  }

  private static void check(String secret) {
    try {
      SigningSecret.ofShown(secret);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("countinghouse.texts.secret is " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    // A gateway may want a key of its own in the address.
    String host = url == null ? "none" : url.getHost();
    return "TextSettings[url=" + host + ", secret=***, timeout=" + timeout + "]";
  }
}
