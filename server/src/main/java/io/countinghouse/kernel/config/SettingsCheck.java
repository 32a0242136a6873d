package io.countinghouse.kernel.config;

import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/** Refuses the start over a key under our prefix that is no setting, before anything is started. */
final class SettingsCheck implements BeanFactoryPostProcessor, PriorityOrdered {

  private final ConfigurableEnvironment environment;

  SettingsCheck(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
    ClassLoader loader =
        Objects.requireNonNullElseGet(
            factory.getBeanClassLoader(),
            () -> Objects.requireNonNull(ClassUtils.getDefaultClassLoader()));
    check(KnownSettings.onClassPath("io.countinghouse", loader));
    bindBeforeTheDatabaseStarts(factory);
  }

  /** So that an unusable value is told at once, not after a database was started or migrated. */
  private static void bindBeforeTheDatabaseStarts(ConfigurableListableBeanFactory factory) {
    String[] settings =
        Stream.of(factory.getBeanNamesForAnnotation(ConfigurationProperties.class))
            .filter(name -> name.startsWith(KnownSettings.PREFIX + "."))
            .toArray(String[]::new);
    for (String name : factory.getBeanNamesForType(DataSource.class, true, false)) {
      factory.getBeanDefinition(name).setDependsOn(settings);
    }
  }

  /**
   * Looks through files, environment, system properties and arguments alike.
   *
   * @throws UnknownSettingException for the first unknown key
   */
  void check(KnownSettings known) {
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> listed) {
        for (String key : listed.getPropertyNames()) {
          if (KnownSettings.isOurs(key) && !known.knows(key)) {
            throw new UnknownSettingException(key, source.getName(), known.nearest(key));
          }
        }
      }
    }
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }
}
