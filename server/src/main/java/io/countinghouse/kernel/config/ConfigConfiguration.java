package io.countinghouse.kernel.config;

import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Checks the settings' names and sets up what the web server believes of its callers. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebSettings.class)
class ConfigConfiguration {

  @Bean
  static SettingsCheck settingsCheck(ConfigurableEnvironment environment) {
    return new SettingsCheck(environment);
  }

  /** Without a trusted proxy there is no valve, and forwarded headers are just headers. */
  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> trustedProxies(
      WebSettings settings) {
    return factory -> {
      if (!settings.trustedProxies().isEmpty()) {
        factory.addEngineValves(valve(settings));
      }
    };
  }

  private static RemoteIpValve valve(WebSettings settings) {
    RemoteIpValve valve = new RemoteIpValve();
    valve.setInternalProxies(String.join(",", settings.trustedProxies()));
    valve.setTrustedProxies(null);
    valve.setRemoteIpHeader("X-Forwarded-For");
    valve.setProtocolHeader("X-Forwarded-Proto");
    valve.setHostHeader("X-Forwarded-Host");
    valve.setPortHeader("X-Forwarded-Port");
    return valve;
  }
}
