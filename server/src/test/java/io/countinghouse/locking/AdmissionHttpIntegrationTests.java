package io.countinghouse.locking;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.Blocked;
import io.countinghouse.Countinghouse;
import io.countinghouse.TestDatabase;
import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.WorkspaceTokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What data planes hear, from the web server itself: the application is not asked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionHttpIntegrationTests {

  private final HttpClient http = HttpClient.newHttpClient();
  private String database;
  private ConfigurableApplicationContext node;
  private ConfigurableApplicationContext prompt;
  private JdbcClient jdbc;
  private TransactionTemplate tx;
  private String token;

  @BeforeAll
  void start() {
    database = TestDatabase.fresh().url();
    // Most tests need a node that answers however slow the machine is.
    node = node("--countinghouse.admission.answered-within=20s");
    prompt = node();
    jdbc = node.getBean(JdbcClient.class);
    tx = node.getBean(TransactionTemplate.class);
    jdbc.sql(
            """
            INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
            VALUES ('wksp_1', 'us1', 'Asked for', 'en', 'COMMERCIAL', now())\
            """)
        .update();
    token = issued("wksp_1");
  }

  private ConfigurableApplicationContext node(String... others) {
    Stream<String> settings =
        Stream.of(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.datasource.url=" + database,
            "--countinghouse.marketplace.consume=false",
            "--countinghouse.outbox.enabled=false",
            "--countinghouse.identity.secret=a-secret-for-tests-of-at-least-32-characters");
    return Countinghouse.start(Stream.concat(settings, Stream.of(others)).toArray(String[]::new));
  }

  private String issued(String workspace) {
    WorkspaceTokens tokens = node.getBean(WorkspaceTokens.class);
    return tx.execute(_ -> tokens.issue(Actor.SYSTEM, new WorkspaceId(workspace)));
  }

  @AfterAll
  void stop() {
    node.close();
    prompt.close();
  }

  private HttpResponse<byte[]> ask(String method, String path, String... authorization) {
    return asked(node, method, path, authorization).join();
  }

  private CompletableFuture<HttpResponse<byte[]>> asked(
      ConfigurableApplicationContext of, String method, String path, String... authorization) {
    String port = of.getEnvironment().getRequiredProperty("local.server.port");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, BodyPublishers.ofString("a body that nobody reads"));
    for (String one : authorization) {
      request.header("Authorization", one);
    }
    return http.sendAsync(request.build(), BodyHandlers.ofByteArray())
        .orTimeout(60, TimeUnit.SECONDS);
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return String.join("|", answer.headers().allValues(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"})
  void everyMethodAndPathIsAnsweredWithoutSessionOrCsrf(String method) {
    for (String path :
        new String[] {
          "/api/v1/admission",
          "/api/v1/admission/",
          "/api/v1/admission;x=1",
          "/api/v1/admission/v1/write;x=1//y?precision=ms",
          "/api/./v1/x/../admission/y"
        }) {
      HttpResponse<byte[]> answer = ask(method, path, "Bearer " + token);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(header(answer, "X-Admission")).isEqualTo("allow");
      assertThat(header(answer, "Cache-Control")).isEqualTo("max-age=1");
      assertThat(header(answer, "Vary")).isEqualTo("Authorization");
      assertThat(header(answer, "Set-Cookie")).isEmpty();
      assertThat(answer.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/admissions", "/api/v1/admission/../usage", "/api/v1", "/"})
  void noOtherPathIsAnswered(String path) {
    assertThat(header(ask("GET", path, "Bearer " + token), "X-Admission")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer wtk_",
        "Bearer wtk_0123456789012345678901234567890123456789012",
        "Basic d3RrOng=",
        "Bearer wtk_'; DROP TABLE workspace.token; --"
      })
  void whoeverIsUnknownIsRefused(String authorization) {
    assertRefused(ask("GET", "/api/v1/admission", authorization));
  }

  @Test
  void whoeverPresentsNothingIsRefused() {
    assertRefused(ask("GET", "/api/v1/admission"));
  }

  private static void assertRefused(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(header(answer, "X-Admission")).isEmpty();
    assertThat(header(answer, "Cache-Control")).isEqualTo("max-age=1");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void whoeverPresentsTwoTokensIsRefusedWhicheverComesFirst() {
    String known = "Bearer " + token;
    assertThat(ask("GET", "/api/v1/admission", known).statusCode()).isEqualTo(200);
    for (String other : new String[] {known, "Bearer wtk_unknown", "Basic d3RrOng=", ""}) {
      assertThat(ask("GET", "/api/v1/admission", known, other).statusCode()).isEqualTo(403);
      assertThat(ask("GET", "/api/v1/admission", other, known).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void whoAsksBeforeItSendsABodyIsToldToAndAnswered() throws IOException {
    int port = node.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      String head =
          """
          POST /api/v1/admission/v1/write HTTP/1.1\r
          host: ingest.example.com\r
          content-length: 5\r
          expect: 100-continue\r
          authorization: Bearer %s\r
          connection: close\r
          \r
          """
              .formatted(token);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readNBytes(12), StandardCharsets.ISO_8859_1))
          .isEqualTo("HTTP/1.1 100");
      socket.getOutputStream().write("12345".getBytes(StandardCharsets.ISO_8859_1));
      assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains("HTTP/1.1 200", "X-Admission: allow");
    }
  }

  /** And when that node is stopped, whoever waits for the database is answered before. */
  @Test
  void whileTheDatabaseDoesNotAnswerItIsToldInTime() {
    // Tokens that nobody has asked for: what is known is repeated for a moment.
    String bearer = "Bearer " + issued("wksp_1");
    tx.executeWithoutResult(_ -> {
      jdbc.sql("LOCK TABLE workspace.token").update();
      HttpResponse<byte[]> answer = asked(prompt, "GET", "/api/v1/admission", bearer).join();
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(header(answer, "Retry-After")).isEqualTo("1");
      assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    });
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> asked(prompt, "GET", "/api/v1/admission", bearer).join().statusCode() == 200);
    String other = "Bearer " + issued("wksp_1");
    tx.executeWithoutResult(_ -> {
      jdbc.sql("LOCK TABLE workspace.token").update();
      CompletableFuture<HttpResponse<byte[]>> answer =
          asked(prompt, "GET", "/api/v1/admission", other);
      Blocked.await(jdbc);
      prompt.close();
      assertThat(answer.join().statusCode()).isEqualTo(503);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLEARED", "DISSOLVED"})
  void aWorkspaceThatIsFullyLockedOrGivenUpIsRefused(String state) {
    String id = "wksp_" + state.toLowerCase(Locale.ROOT);
    jdbc.sql(
            """
            INSERT INTO workspace.workspace (id, site, name, language, plan, lock_state, created_at)
            VALUES (:id, 'us1', 'Gone', 'en', 'COMMERCIAL', :state, now())\
            """)
        .param("id", id)
        .param("state", state)
        .update();
    assertRefused(ask("GET", "/api/v1/admission", "Bearer " + issued(id)));
  }

  @Test
  void whileTheSubscriptionEndsItIsReadOnlyAndSoWithinASecond() {
    jdbc.sql(
            """
            INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
            VALUES ('wksp_ending', 'us1', 'Ending', 'en', 'COMMERCIAL', now());
            INSERT INTO identity.billing_account
              (id, username, email, phone, company, site, currency, language, password_hash, created_at)
            VALUES ('bill_1', 'payer', 'payer@example.com', '', 'Payer', 'us1', 'USD', 'en', '-', now());
            INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, period_started_at, created_at)
            VALUES ('agmt_1', 'prodcn', 'customer1', 'ACTIVE', now(), now());
            INSERT INTO settlement.binding (id, workspace_id, billing_account_id, agreement_id, during)
            VALUES ('bind_1', 'wksp_ending', 'bill_1', 'agmt_1', tstzrange(now(), NULL))\
            """)
        .update();
    String bearer = "Bearer " + issued("wksp_ending");
    assertThat(header(ask("POST", "/api/v1/admission/v1/write", bearer), "X-Admission"))
        .isEqualTo("allow");
    jdbc.sql("UPDATE marketplace.agreement SET state = 'ENDING', ending_since = now()").update();
    long changed = System.nanoTime();
    long asked = changed;
    HttpResponse<byte[]> answer = ask("POST", "/api/v1/admission/v1/write", bearer);
    while (header(answer, "X-Admission").equals("allow")) {
      assertThat(Duration.ofNanos(asked - changed)).isLessThan(Duration.ofSeconds(1));
      asked = System.nanoTime();
      answer = ask("POST", "/api/v1/admission/v1/write", bearer);
    }
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "X-Admission")).isEqualTo("read-only");
    assertThat(header(answer, "Cache-Control")).isEqualTo("max-age=1");
  }
}
