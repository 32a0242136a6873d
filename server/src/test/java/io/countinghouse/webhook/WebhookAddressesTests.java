package io.countinghouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAddressesTests {

  private static WebhookAddresses addresses(boolean http, boolean inside) {
    Duration any = Duration.ofSeconds(1);
    return new WebhookAddresses(
        new WebhookSettings(http, inside, any, List.of(any), any, any, any));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.8",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:1::1"
      })
  void whatIsNotPublicIsRefused(String address) throws Exception {
    assertThat(WebhookAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    String host = address.contains(":") ? "[" + address + "]" : address;
    assertThatExceptionOfType(WebhookAddresses.Refused.class)
        .isThrownBy(() -> addresses(false, false).resolve(new URI("https://" + host + "/hook")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "198.20.0.1", "2606:4700::1111"})
  void whatIsPublicIsNot(String address) throws Exception {
    assertThat(WebhookAddresses.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/hook",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://user:password@example.com/",
        "https://example.com/#part",
        "https:///hook",
        "https://exa mple.com/",
        "https://example.com/\r\nHost: other",
        "example.com",
        ""
      })
  void onlyPlainHttpsUrlsAreTaken(String url) {
    assertThat(addresses(false, false).isAllowed(url)).isFalse();
  }

  @Test
  void settingsMayAllowMore() throws Exception {
    assertThat(addresses(false, false).isAllowed("https://example.com:8443/hook?a=b")).isTrue();
    assertThat(addresses(true, false).isAllowed("http://example.com/hook")).isTrue();
    assertThat(addresses(false, true).resolve(new URI("https://127.0.0.1/")).isLoopbackAddress())
        .isTrue();
    assertThatExceptionOfType(WebhookAddresses.Refused.class)
        .isThrownBy(() -> addresses(false, false).resolve(new URI("https://localhost/")));
  }
}
