package io.countinghouse.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.Countinghouse;
import io.countinghouse.TestDatabase;
import io.countinghouse.identity.TotpCodes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code bin/import-prices} against a running server, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportPricesCommandIntegrationTests {

  private static final String PASSWORD = "an operator's &+% password";
  private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  @TempDir Path folder;
  private ConfigurableApplicationContext server;
  private String shipped;

  private record Ended(int status, String said) {}

  @BeforeAll
  void start() throws IOException {
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
    shipped =
        new ClassPathResource("price-lists/2026-01-01.csv")
            .getContentAsString(StandardCharsets.UTF_8);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aListIsShownThenStored() throws Exception {
    Path file =
        file(
            "a, \"list\".csv",
            shipped.replace("sms,10,SUM,,CNY,china,1\n", "sms,10,SUM,,CNY,china,20\n"));
    Ended shown = run(PASSWORD, file, "--version", "2099", "--valid-from", "2099-01-01");
    assertThat(shown.said())
        .contains("sms china: 1.00 CNY → 20.00 CNY (+1,900 %)", "Nothing was stored yet.");
    assertThat(shown.status()).isZero();
    Ended held = run(PASSWORD, file, "--version", "2099", "--valid-from", "2099-01-01", "--apply");
    assertThat(held.said()).contains("warnings that were not accepted");
    assertThat(held.status()).isEqualTo(1);
    assertThat(server.getBean(PriceListDirectory.class).find("2099")).isEmpty();
    Ended stored =
        run(
            PASSWORD,
            file,
            "--version",
            "2099",
            "--valid-from",
            "2099-01-01",
            "--apply",
            "--accept-warnings");
    assertThat(stored.said()).endsWith("Stored.\n");
    assertThat(stored.status()).isZero();
    assertThat(server.getBean(PriceListDirectory.class).find("2099")).isPresent();
  }

  @Test
  void whatIsWrongIsToldByLine() throws Exception {
    Path file = file("wrong.csv", shipped + "log,1,SUM,3d,CNY,china,-1\n");
    Ended refused = run(PASSWORD, file, "--version", "w", "--valid-from", "2026-01-02");
    assertThat(refused.said())
        .contains("Line 119: price: It must not be below 0", "This day has begun", "Refused.");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(
            run(
                    PASSWORD,
                    file("big.csv", "x".repeat(400_000)),
                    "--version",
                    "w",
                    "--valid-from",
                    "2099-02-01")
                .said())
        .contains("too large");
    Ended stranger = run("a wrong password", file, "--version", "w", "--valid-from", "2099-02-01");
    assertThat(stranger.said()).contains("Name or password is wrong.");
    assertThat(stranger.status()).isEqualTo(2);
    assertThat(run(PASSWORD, file, "--version", "w").said()).contains("Usage:");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** No step's code is taken twice, and the next step is half a minute away. */
  private String freshCode() {
    server
        .getBean(JdbcClient.class)
        .sql("UPDATE identity.second_factor SET last_step = 0")
        .update();
    return TotpCodes.at(SECRET, server.getBean(Clock.class).instant());
  }

  private Ended run(String password, Path file, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                Path.of("..", "bin", "import-prices").toString(),
                file.toString(),
                "--url",
                "http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port")));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OPERATOR_PASSWORD", password);
    builder.environment().put("OPERATOR_CODE", freshCode());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }
}
