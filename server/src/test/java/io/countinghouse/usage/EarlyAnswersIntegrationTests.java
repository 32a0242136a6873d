package io.countinghouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.Countinghouse;
import io.countinghouse.TestDatabase;
import io.countinghouse.identity.ApiKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

/** What senders get, over a real connection, whose bodies the server does not read. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarlyAnswersIntegrationTests {

  private static final int LARGE = 64 * 1024 * 1024;

  private ConfigurableApplicationContext server;

  @BeforeAll
  void start() {
    server =
        Countinghouse.start(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.datasource.url=" + TestDatabase.fresh().url(),
            "--countinghouse.marketplace.consume=false",
            "--countinghouse.outbox.enabled=false",
            "--countinghouse.identity.secret=a-secret-for-tests-of-at-least-32-characters");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void anAnswerReachesWhoSendsTheWholeBodyFirst() throws IOException {
    assertThat(posted("chk_unknown")).startsWith("HTTP/1.1 401").contains("\"unauthorized\"");
    assertThat(posted(server.getBean(ApiKeys.class).issue("test")))
        .startsWith("HTTP/1.1 413")
        .contains("\"body_too_large\"");
  }

  private String posted(String key) throws IOException {
    int port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    String head =
        """
        POST /api/v1/usage HTTP/1.1\r
        host: localhost\r
        authorization: Bearer %s\r
        content-type: application/json\r
        content-length: %d\r
        connection: close\r
        \r
        """
            .formatted(key, LARGE);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] part = new byte[64 * 1024];
      for (int sent = 0; sent < LARGE; sent += part.length) {
        out.write(part);
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
