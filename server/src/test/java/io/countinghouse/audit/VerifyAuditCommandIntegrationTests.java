package io.countinghouse.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.Countinghouse;
import io.countinghouse.TestDatabase;
import io.countinghouse.identity.TotpCodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** {@code bin/verify-audit} against a running server, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyAuditCommandIntegrationTests {

  private static final String PASSWORD = "an operator's &+% password";
  private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  private ConfigurableApplicationContext server;
  private JdbcClient jdbc;

  private record Ended(int status, String said) {}

  @BeforeAll
  void start() {
    server =
        Countinghouse.start(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.datasource.url=" + TestDatabase.fresh().url(),
            "--countinghouse.marketplace.consume=false",
            "--countinghouse.identity.secret=a-secret-for-tests-of-at-least-32-characters",
            "--countinghouse.identity.first-operator.username=operator",
            "--countinghouse.identity.first-operator.password=" + PASSWORD,
            "--countinghouse.identity.first-operator.totp-secret=" + SECRET);
    jdbc = server.getBean(JdbcClient.class);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void itSaysWhetherTheTrailIsAsItWasWritten() throws Exception {
    server
        .getBean(TransactionTemplate.class)
        .executeWithoutResult(_ ->
            server
                .getBean(AuditTrail.class)
                .record(Actor.SYSTEM, "thing.done", "thing_1", Map.of("amount", "1")));
    Ended good = run(PASSWORD);
    assertThat(good.said()).contains("All is as it was written.", "The last seal is no. ");
    assertThat(good.status()).isZero();
    long id =
        jdbc.sql("SELECT id FROM audit.entry WHERE subject = 'thing_1'").query(Long.class).single();
    jdbc.sql("ALTER TABLE audit.entry DISABLE TRIGGER entry_append_only").update();
    jdbc.sql("UPDATE audit.entry SET details = '{\"amount\": \"2\"}' WHERE id = :id")
        .param("id", id)
        .update();
    Ended changed = run(PASSWORD);
    // Sealed or still waiting: one is told as changed, the other as not the server's.
    assertThat(changed.said()).contains("Entry " + id).contains("not as it was written");
    assertThat(changed.status()).isEqualTo(1);
    Ended stranger = run("a wrong password");
    assertThat(stranger.said()).contains("Name or password is wrong.");
    assertThat(stranger.status()).isEqualTo(2);
  }

  /** No step's code is taken twice, and the next step is half a minute away. */
  private String freshCode() {
    jdbc.sql("UPDATE identity.second_factor SET last_step = 0").update();
    return TotpCodes.at(SECRET, server.getBean(Clock.class).instant());
  }

  private Ended run(String password) throws Exception {
    String url = "http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of("bash", Path.of("..", "bin", "verify-audit").toString(), "--url", url))
            .redirectErrorStream(true);
    builder.environment().put("OPERATOR_PASSWORD", password);
    builder.environment().put("OPERATOR_CODE", freshCode());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }
}
