package io.countinghouse.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTests {

  @Test
  void withoutAnyThePortsAreTheKnownOnes() {
    Options options = Options.read(new String[0], Map.of());

    assertThat(options.serverPort()).isEqualTo(8080);
    assertThat(options.simulatorPort()).isEqualTo(8090);
    assertThat(options.sqsPort()).isEqualTo(9324);
    assertThat(options.mailPort()).isEqualTo(8025);
    assertThat(options.smtpPort()).isEqualTo(1025);
    assertThat(options.reset()).isFalse();
  }

  @Test
  void anOptionWinsOverTheEnvironment() {
    Map<String, String> environment = Map.of("DEMO_SERVER_PORT", "1111", "DEMO_SMTP_PORT", "2222");

    Options options = Options.read(new String[] {"--server-port", "3333", "--reset"}, environment);

    assertThat(options.serverPort()).isEqualTo(3333);
    assertThat(options.smtpPort()).isEqualTo(2222);
    assertThat(options.reset()).isTrue();
  }

  @Test
  void theProductAndTheSimulatorAreTwoSitesForABrowser() {
    Options options = Options.read(new String[] {"--server-port=3333"}, Map.of());

    assertThat(options.serverUrl()).isEqualTo("http://localhost:3333");
    assertThat(options.simulatorUrl()).isEqualTo("http://127.0.0.1:8090");
  }

  @Test
  void whatIsNoOptionOrNoPortIsRefusedInWords() {
    assertThatThrownBy(() -> Options.read(new String[] {"--port", "1"}, Map.of()))
        .isInstanceOf(DemoStartException.class)
        .hasMessageStartingWith("There is no option --port.");
    assertThatThrownBy(() -> Options.read(new String[] {"--mail-port", "70000"}, Map.of()))
        .isInstanceOf(DemoStartException.class)
        .hasMessage("--mail-port must be a port, 1 to 65535, not 70000.");
    assertThatThrownBy(() -> Options.read(new String[] {"--data"}, Map.of()))
        .isInstanceOf(DemoStartException.class)
        .hasMessage("The option --data needs a value.");
  }
}
