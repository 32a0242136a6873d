package io.countinghouse.identity;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.countinghouse.TestClock;
import io.countinghouse.TestDatabase;
import io.countinghouse.TextSink;
import java.util.Map;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.MapPropertySource;

/** What {@link AccountsTest} is made of. */
public final class AccountsTestSupport
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  static final String SECRET = "a-secret-for-tests-that-is-long-enough";
  static final String OPERATOR_PASSWORD = "the first operator enters";
  static final String API_KEY = "chk_0123456789012345678901234567890123456789";

  private static final GreenMail MAILS = started();
  private static final TextSink TEXTS = new TextSink();

  private static GreenMail started() {
    GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.start();
    return mails;
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "accounts-test",
                Map.of(
                    "spring.datasource.url",
                    TestDatabase.fresh().url(),
                    "spring.mail.host",
                    "127.0.0.1",
                    "spring.mail.port",
                    Integer.toString(MAILS.getSmtp().getPort()),
                    "countinghouse.texts.url",
                    TEXTS.url(),
                    "countinghouse.texts.secret",
                    TEXTS.secret())));
  }

  /** Not a {@code @Configuration}: the scan of the whole server must not find it. */
  @ComponentScan({
    "io.countinghouse.kernel",
    "io.countinghouse.audit",
    "io.countinghouse.outbox",
    "io.countinghouse.site",
    "io.countinghouse.identity",
    "io.countinghouse.workspace",
    "io.countinghouse.notification"
  })
  // Of the settlement only what mails take their links from.
  @ComponentScan(
      basePackages = "io.countinghouse.settlement",
      useDefaultFilters = false,
      includeFilters =
          @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.SetUp(Progress|Table)"))
  @ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    MailSenderAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    ValidationAutoConfiguration.class
  })
  static class Beans {

    @Bean
    @Primary
    TestClock testClock() {
      return new TestClock();
    }

    @Bean
    @Primary
    WallClock testWallClock() {
      return new WallClock();
    }

    @Bean(destroyMethod = "")
    GreenMail mails() {
      return MAILS;
    }

    @Bean(destroyMethod = "")
    TextSink texts() {
      return TEXTS;
    }
  }
}
