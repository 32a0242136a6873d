package io.countinghouse.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

class TrustedProxiesIntegrationTests {

  private static final class Echo extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response
          .getWriter()
          .print(
              "%s %s://%s:%d"
                  .formatted(
                      request.getRemoteAddr(),
                      request.getScheme(),
                      request.getServerName(),
                      request.getServerPort()));
    }
  }

  @Test
  void byDefaultForwardedHeadersAreNotBelieved() throws Exception {
    assertThat(seen(List.of())).startsWith("127.0.0.1 http://127.0.0.1:");
  }

  @Test
  void aProxyThatIsNotConfiguredIsNotBelieved() throws Exception {
    assertThat(seen(List.of("10.0.0.0/8", "192.0.2.7"))).startsWith("127.0.0.1 http://127.0.0.1:");
  }

  @Test
  void aConfiguredProxyIsBelieved() throws Exception {
    assertThat(seen(List.of("192.0.2.7", "127.0.0.0/8")))
        .isEqualTo("203.0.113.9 https://pay.example.com:443");
  }

  @Test
  void ofAChainOnlyWhatTheConfiguredProxyAddedIsBelieved() throws Exception {
    assertThat(seen(List.of("127.0.0.1"), "198.51.100.1, 203.0.113.9")).startsWith("203.0.113.9 ");
  }

  private static String seen(List<String> trusted) throws Exception {
    return seen(trusted, "203.0.113.9");
  }

  private static String seen(List<String> trusted, String forwardedFor) throws Exception {
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
    new ConfigConfiguration().trustedProxies(new WebSettings(trusted)).customize(factory);
    WebServer server =
        factory.getWebServer(context ->
            Objects.requireNonNull(context.addServlet("echo", new Echo())).addMapping("/"));
    server.start();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + "/"))
              .header("X-Forwarded-For", forwardedFor)
              .header("X-Forwarded-Proto", "https")
              .header("X-Forwarded-Host", "pay.example.com")
              .build();
      return http.send(request, BodyHandlers.ofString()).body();
    } finally {
      server.stop();
    }
  }
}
