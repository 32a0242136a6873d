package io.countinghouse.kernel.config;

import java.util.Objects;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
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
