package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

class IdentitySettingsTests {

  private static final String SECRET = "countinghouse.identity.secret=";
  private static final String GOOD = "0123456789abcdef0123456789abcdef";

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  ConfigurationPropertiesAutoConfiguration.class,
                  ValidationAutoConfiguration.class))
          .withUserConfiguration(Beans.class);

  @EnableConfigurationProperties(IdentitySettings.class)
  static class Beans {}

  @Test
  void aSecretOf32CharactersIsEnoughAndNothingSecretIsPrinted() {
    runner
        .withPropertyValues(
            SECRET + GOOD,
            "countinghouse.identity.first-operator.username=root",
            "countinghouse.identity.first-operator.password=not to be seen",
            "countinghouse.identity.first-api-key=" + AccountsTestSupport.API_KEY)
        .run(context ->
            assertThat(context.getBean(IdentitySettings.class))
                .hasToString(
                    "IdentitySettings[secret=***, firstOperator=FirstOperator[username=root,"
                        + " password=***, totpSecret=***], firstApiKey=***, codesPerAddressAndDay=10]"));
  }

  @Test
  void theStartIsRefusedWithoutASecret() {
    refused("countinghouse.identity.secret is missing");
  }

  @Test
  void theStartIsRefusedWithAShortSecretAndDoesNotPrintIt() {
    String tooShort = GOOD.substring(1);
    assertThat(refused("COUNTINGHOUSE_IDENTITY_SECRET", SECRET + tooShort))
        .doesNotContain(tooShort);
  }

  @Test
  void theStartIsRefusedWithAnApiKeyThatIsNoneAndDoesNotPrintIt() {
    String weak = "chk_guessable";
    assertThat(
            refused(
                "first-api-key must be",
                SECRET + GOOD,
                "countinghouse.identity.first-api-key=" + weak))
        .doesNotContain(weak);
  }

  @Test
  void theStartIsRefusedWithAShortOperatorPasswordAndDoesNotPrintIt() {
    assertThat(
            refused(
                "first-operator.password must be",
                SECRET + GOOD,
                "countinghouse.identity.first-operator.username=root",
                "countinghouse.identity.first-operator.password=short-pw"))
        .doesNotContain("short-pw");
  }

  @Test
  void theStartIsRefusedWithAnUnknownKey() {
    refused("first-operater", SECRET + GOOD, "countinghouse.identity.first-operater.username=x");
  }

  /** Starts in vain and returns all that a log would show: the stack trace and Boot's analysis. */
  private String refused(String reason, String... properties) {
    StringWriter shown = new StringWriter();
    runner
        .withPropertyValues(properties)
        .run(context -> {
          Throwable failure = Objects.requireNonNull(context.getStartupFailure(), "it started");
          failure.printStackTrace(new PrintWriter(shown));
          SpringFactoriesLoader.forDefaultResourceLocation()
              .load(
                  FailureAnalyzer.class,
                  ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory()),
                  (type, name, e) -> {})
              .forEach(analyzer -> {
                FailureAnalysis analysis = analyzer.analyze(failure);
                if (analysis != null) {
                  shown.append(analysis.getDescription()).append(analysis.getAction());
                }
              });
        });
    assertThat(shown.toString()).contains(reason);
    return shown.toString();
  }
}
