package io.countinghouse.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.Countinghouse;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Starts the real server with wrong settings and reads what an operator would read. */
@ExtendWith(OutputCaptureExtension.class)
class SettingsRefusalIntegrationTests {

  @Test
  void aMisspeltArgumentIsAnsweredWithTheNearestRightOne(CapturedOutput output) {
    refused("--countinghouse.outbox.worker=3");
    assertThat(output)
        .contains("There is no setting countinghouse.outbox.worker (from commandLineArgs).")
        .contains("Did you mean countinghouse.outbox.workers?");
    // Before it, others may have had something to say.
    String said = output.toString();
    assertThat(said.substring(said.indexOf("APPLICATION FAILED TO START"))).doesNotContain("\tat ");
  }

  @Test
  void aMisspeltKeyInAListIsAnsweredWithTheNearestRightOne(CapturedOutput output) {
    refused("--countinghouse.site.sites[3].nam-zh=海外区1");
    assertThat(output).contains("Did you mean countinghouse.site.sites[3].name-zh?");
  }

  @Test
  void aValueOfTheWrongTypeIsAnsweredInOneSentence() {
    assertThat(analysed("--countinghouse.outbox.workers=many").getDescription())
        .isEqualTo(
            "The setting countinghouse.outbox.workers has the value 'many' (from"
                + " \"countinghouse.outbox.workers\" from property source \"commandLineArgs\"),"
                + " which is no int.");
  }

  @Test
  void aValueThatIsNoneOfThoseAllowedIsAnsweredWithThem() {
    assertThat(analysed("--countinghouse.clock.source=sundial").getDescription())
        .contains("'sundial'")
        .endsWith("which is no system or simulator.");
  }

  @Test
  void aValueOutOfItsBoundsIsAnsweredInOneSentence() {
    assertThat(analysed("--countinghouse.outbox.workers=65").getDescription())
        .isEqualTo("The setting countinghouse.outbox.workers must be less than or equal to 64.");
  }

  @Test
  void settingsThatDoNotGoTogetherAreAnsweredInTheirOwnWords() {
    assertThat(analysed("--countinghouse.clock.source=simulator").getDescription())
        .startsWith("countinghouse.clock.simulator-url is missing");
  }

  @Test
  void anAddressThatIsNoneIsAnsweredInOneSentence() {
    assertThat(analysed("--countinghouse.web.trusted-proxies=proxy.example").getDescription())
        .isEqualTo(
            "The setting countinghouse.web.trusted-proxies[0] must be an IP address or a network"
                + " such as 10.0.0.0/8.");
  }

  private static FailureAnalysis analysed(String argument) {
    return Objects.requireNonNull(new UnusableSettingFailureAnalyzer().analyze(refused(argument)));
  }

  private static RuntimeException refused(String argument) {
    String[] arguments = {
      argument,
      "--server.port=0",
      "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
      "--countinghouse.identity.secret=a-secret-for-tests-of-at-least-32-characters"
    };
    try {
      Countinghouse.start(arguments).close();
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("the server started with " + Stream.of(arguments).toList());
  }
}
