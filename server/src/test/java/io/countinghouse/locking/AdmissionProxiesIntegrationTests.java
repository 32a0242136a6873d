package io.countinghouse.locking;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.countinghouse.Countinghouse;
import io.countinghouse.TestDatabase;
import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.WorkspaceTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A real nginx and the requests of Envoy, before two nodes on one database. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionProxiesIntegrationTests {

  private static final WorkspaceId WORKSPACE = new WorkspaceId("wksp_proxied");

  @TempDir static Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private ConfigurableApplicationContext node;
  private ConfigurableApplicationContext otherNode;
  private HttpServer dataPlane;
  private String token;

  @BeforeAll
  void start() throws IOException {
    String database = TestDatabase.fresh().url();
    node = node(database);
    otherNode = node(database);
    jdbc()
        .sql(
            """
            INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
            VALUES ('wksp_proxied', 'us1', 'Proxied', 'en', 'COMMERCIAL', now())\
            """)
        .update();
    token =
        node.getBean(TransactionTemplate.class)
            .execute(_ -> node.getBean(WorkspaceTokens.class).issue(Actor.SYSTEM, WORKSPACE));
    dataPlane = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    dataPlane.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          byte[] said =
              "%s %s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("X-Admission"),
                      body)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    dataPlane.start();
  }

  private static ConfigurableApplicationContext node(String database) {
    return Countinghouse.start(
        "--server.port=0",
        "--server.address=127.0.0.1",
        "--countinghouse.admission.answered-within=20s",
        "--spring.datasource.url=" + database,
        "--countinghouse.marketplace.consume=false",
        "--countinghouse.outbox.enabled=false",
        "--countinghouse.identity.secret=a-secret-for-tests-of-at-least-32-characters");
  }

  @AfterAll
  void stop() {
    dataPlane.stop(0);
    node.close();
    otherNode.close();
  }

  private JdbcClient jdbc() {
    return node.getBean(JdbcClient.class);
  }

  private static int port(ConfigurableApplicationContext server) {
    return server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private void lockFor(String interval) {
    jdbc()
        .sql("UPDATE workspace.workspace SET lock_state = 'LOCKED' WHERE id = 'wksp_proxied'")
        .update();
    jdbc()
        .sql(
            """
            INSERT INTO identity.billing_account
              (id, username, email, phone, company, site, currency, language, password_hash, created_at)
            VALUES ('bill_proxied', 'proxied', 'proxied@example.com', '', 'Proxied', 'us1', 'USD', 'en', '-', now())
                ON CONFLICT DO NOTHING;
            INSERT INTO settlement.binding (id, workspace_id, billing_account_id, during, ended_by, ended_why)
            VALUES ('bind_proxied', 'wksp_proxied', 'bill_proxied',
                    tstzrange(now() - interval '20 days', now() - interval '15 days'), 'system', 'SUBSCRIPTION')
                ON CONFLICT DO NOTHING;
            INSERT INTO locking.lock
              (workspace_id, billing_account_id, cause, started_at, reminded_until, buffer_ends_at)
            VALUES ('wksp_proxied', 'bill_proxied', 'ARREARS', now() - interval '16 days', now(),
                    now() + :left::interval)\
            """)
        .param("left", interval)
        .update();
  }

  /** Until every node says so: the next test begins with an open workspace. */
  private void unlock() throws Exception {
    jdbc().sql("DELETE FROM locking.lock WHERE workspace_id = 'wksp_proxied'").update();
    jdbc()
        .sql("UPDATE workspace.workspace SET lock_state = 'OPEN' WHERE id = 'wksp_proxied'")
        .update();
    changesWithinASecond(403, node, otherNode);
  }

  /** Whatever is asked a second after the change, however slow the machine, is answered by it. */
  private void changesWithinASecond(int from, ConfigurableApplicationContext... nodes)
      throws Exception {
    long changed = System.nanoTime();
    for (ConfigurableApplicationContext each : nodes) {
      long asked = System.nanoTime();
      while (status(each) == from) {
        assertThat(Duration.ofNanos(asked - changed)).isLessThan(Duration.ofSeconds(1));
        asked = System.nanoTime();
      }
    }
  }

  /** What a connection says until it is closed. */
  private static String raw(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * As Envoy's HTTP client of {@code ext_authz} asks: the method of the request, its path after the
   * prefix, no body, its own headers.
   */
  private String asEnvoy(String method, String path) throws IOException {
    return raw(
        port(node),
        """
        %s /api/v1/admission%s HTTP/1.1\r
        host: ingest.example.com\r
        content-length: 0\r
        authorization: Bearer %s\r
        x-envoy-internal: true\r
        x-forwarded-for: 10.0.0.7\r
        x-envoy-expected-rq-timeout-ms: 200\r
        connection: close\r
        \r
        """
            .formatted(method, path, token));
  }

  @Test
  void envoyIsAnsweredWhateverIsAskedFor() throws IOException {
    for (String method :
        new String[] {
          "GET", "POST", "HEAD", "OPTIONS", "PUT", "TRACE", "PROPFIND", "MKCOL", "QUERY"
        }) {
      for (String path :
          new String[] {
            "/v1/write?precision=ms", "/", "", "/a%2Fb%5Cc/%E4%B8%AD;v=1", "//x/%2e/y|z?q=[1]{2}"
          }) {
        assertThat(asEnvoy(method, path))
            .as("%s %s", method, path)
            .startsWith("HTTP/1.1 200")
            .contains("X-Admission: allow", "Cache-Control: max-age=1")
            .doesNotContain("Set-Cookie");
      }
    }
  }

  @Test
  void aHeadAsLargeAsProxiesLetThroughIsAnswered() throws IOException {
    assertThat(asEnvoy("GET", "/v1/query?q=" + "x".repeat(59 * 1024)))
        .startsWith("HTTP/1.1 200")
        .contains("X-Admission: allow");
  }

  @Test
  void aRequestWithABodyIsAnswered() throws IOException {
    assertThat(
            raw(
                port(node),
                """
                POST /api/v1/admission/v1/write HTTP/1.1\r
                host: ingest.example.com\r
                content-length: 5\r
                authorization: Bearer %s\r
                connection: close\r
                \r
                12345\
                """
                    .formatted(token)))
        .startsWith("HTTP/1.1 200")
        .contains("X-Admission: allow");
  }

  @Test
  void otherPathsStillRefuseWhatTheWebServerNowLetsThrough() throws IOException {
    for (String line : new String[] {"TRACE /sign-in", "GET /sign%2Fin", "GET /a%5Cb", "FOO /w"}) {
      assertThat(raw(port(node), line + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
          .as(line)
          .startsWith("HTTP/1.1 40");
    }
  }

  @Test
  void aLockShowsOnTheOtherNodeWithinASecond() throws Exception {
    for (int round = 0; round < 3; round++) {
      assertThat(status(otherNode)).isEqualTo(200);
      lockFor("-1 day");
      changesWithinASecond(200, otherNode);
      unlock();
    }
  }

  private int status(ConfigurableApplicationContext server) throws Exception {
    return http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + port(server) + "/api/v1/admission"))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void nginxAsksAsTheDocumentSays() throws Exception {
    int dataPlanePort = dataPlane.getAddress().getPort();
    try (Nginx nginx = Nginx.start(folder, port(node), dataPlanePort)) {
      int port = nginx.port();
      HttpResponse<String> written = throughNginx(port, "POST", token);
      assertThat(written.statusCode()).isEqualTo(200);
      assertThat(written.body()).isEqualTo("POST /v1/write?precision=ms allow some data");
      assertThat(throughNginx(port, "DELETE", token).body()).startsWith("DELETE ");
      assertThat(throughNginx(port, "POST", "wtk_" + "0".repeat(43)).statusCode()).isEqualTo(403);
      assertThat(throughNginx(port, "POST", token, "X-Large", "x".repeat(7 * 1024)).body())
          .isEqualTo(written.body());
      assertThat(throughNginx(port, "POST", token, "Authorization", "Bearer x").statusCode())
          .isBetween(400, 403);
      lockFor("-1 day");
      long locked = System.nanoTime();
      long asked = locked;
      while (throughNginx(port, "POST", token).statusCode() == 200) {
        // As the document says: whatever is asked later is answered by the lock.
        assertThat(Duration.ofNanos(asked - locked)).isLessThan(Duration.ofSeconds(1));
        asked = System.nanoTime();
      }
    } finally {
      unlock();
    }
  }

  /** With the given header three times. */
  private HttpResponse<String> throughNginx(
      int port, String method, String presented, String... header) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/write?precision=ms"))
            .header("Authorization", "Bearer " + presented)
            .method(method, BodyPublishers.ofString("some data"));
    for (int times = 0; header.length > 0 && times < 3; times++) {
      request.header(header[0], header[1]);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
