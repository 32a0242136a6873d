package io.countinghouse;

import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** What {@link ServerTest} is made of. */
final class ServerTestSupport
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final String NAME = "test.database";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    TestDatabase database = TestDatabase.fresh();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                NAME, Map.of(NAME, database.name(), "spring.datasource.url", database.url())));
  }

  /** Not annotated, so that a server started by hand in a test does not find it by scanning. */
  static class Beans {

    @Bean
    TestDataSource testDataSource(@Value("${" + NAME + "}") String name) {
      return new TestDataSource(new TestDatabase(name));
    }

    @Bean
    @Primary
    TestClock testClock() {
      return new TestClock();
    }
  }

  static final class StartOver implements BeforeAllCallback, BeforeEachCallback {

    @Override
    public void beforeAll(ExtensionContext test) {
      context(test).getBean(TestDataSource.class).startOver();
    }

    @Override
    public void beforeEach(ExtensionContext test) {
      context(test).getBean(TestClock.class).reset();
    }

    private static ApplicationContext context(ExtensionContext test) {
      return SpringExtension.getApplicationContext(test);
    }
  }
}
