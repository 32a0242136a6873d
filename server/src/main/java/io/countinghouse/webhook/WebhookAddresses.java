package io.countinghouse.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Which addresses webhooks may go to: nothing inside our own networks, unless a setting allows it.
 */
@Component
@EnableConfigurationProperties(WebhookSettings.class)
class WebhookAddresses {

  private static final int URL_LENGTH_MAX = 1_000;

  private final WebhookSettings settings;

  WebhookAddresses(WebhookSettings settings) {
    this.settings = settings;
  }

  /** An address that may not be called. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** Whether an endpoint may have this URL; where its host leads is looked at when it is called. */
  boolean isAllowed(String url) {
    return url.length() <= URL_LENGTH_MAX && parsed(url).isPresent();
  }

  private Optional<URI> parsed(String url) {
    try {
      URI uri = new URI(url);
      boolean scheme =
          "https".equals(uri.getScheme())
              || (settings.allowHttp() && "http".equals(uri.getScheme()));
      return scheme
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getFragment() == null
              && uri.getPort() <= 65_535
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * The address to connect to, which is the one that was looked at: a name may lead elsewhere the
   * next time it is asked for.
   */
  InetAddress resolve(URI url) throws UnknownHostException, Refused {
    if (parsed(url.toString()).isEmpty()) {
      throw new Refused("the URL is not allowed");
    }
    String host = url.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    InetAddress[] all = InetAddress.getAllByName(bare);
    if (!settings.allowPrivate()) {
      for (InetAddress each : all) {
        if (!isPublic(each)) {
          throw new Refused("the host leads to an address that is not public");
        }
      }
    }
    return all[0];
  }

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (address instanceof Inet4Address) {
      // This network, carriers' networks, protocol assignments, benchmarks, and what is reserved.
      return first != 0
          && !(first == 100 && (second & 0xc0) == 64)
          && !(first == 192 && second == 0)
          && !(first == 198 && (second & 0xfe) == 18)
          && first < 240;
    }
    // Only global unicast, without what wraps an address of version 4.
    boolean wraps =
        first == 0x20 && (second == 0x02 || (second == 0x01 && bytes[2] == 0 && bytes[3] == 0));
    return (first & 0xe0) == 0x20 && !wraps;
  }
}
