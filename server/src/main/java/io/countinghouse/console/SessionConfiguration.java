package io.countinghouse.console;

import io.countinghouse.identity.Credentials;
import io.countinghouse.site.Brand;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/** The session's cookie, and where in a session its sign-ins are kept: one for each place. */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

  static final String BILLING_CONTEXT = "BILLING_SECURITY_CONTEXT";
  static final String OPERATOR_CONTEXT = "OPERATOR_SECURITY_CONTEXT";

  /**
   * Lax, so that the cookie set on the answer to AWS's cross-site POST comes back on the page that
   * answer leads to; over HTTPS bound to this host alone.
   */
  @Bean
  CookieSerializer sessionCookie(Brand brand) {
    boolean https = PageLanguage.isHttps(brand);
    DefaultCookieSerializer cookie = new DefaultCookieSerializer();
    cookie.setCookieName(https ? "__Host-session" : "session");
    cookie.setCookiePath("/");
    cookie.setUseHttpOnlyCookie(true);
    cookie.setUseSecureCookie(https);
    cookie.setSameSite("Lax");
    return cookie;
  }

  /** Two requests of a session at once may set the same attribute: the later one's value stays. */
  @Bean
  PostgreSqlJdbcIndexedSessionRepositoryCustomizer attributesSetAtOnce() {
    return new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
  }

  /** Where the console's chain finds who is signed in. */
  @Bean
  CheckedContexts customerContexts(
      Credentials credentials, Clock wallClock, ConsoleSettings settings) {
    return contexts(
        HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY,
        credentials,
        wallClock,
        settings);
  }

  /** Where the Billing Center's chain finds who is signed in. */
  @Bean
  CheckedContexts billingContexts(
      Credentials credentials, Clock wallClock, ConsoleSettings settings) {
    return contexts(BILLING_CONTEXT, credentials, wallClock, settings);
  }

  /** Where the back office's chain finds who is signed in; the console's chain never looks here. */
  @Bean
  CheckedContexts operatorContexts(
      Credentials credentials, Clock wallClock, ConsoleSettings settings) {
    return contexts(OPERATOR_CONTEXT, credentials, wallClock, settings);
  }

  private static CheckedContexts contexts(
      String attribute, Credentials credentials, Clock wallClock, ConsoleSettings settings) {
    return new CheckedContexts(attribute, credentials, wallClock, settings.sessionLongest());
  }

  /**
   * Signing in is the pages' own business; without this the framework would make a user of its own.
   */
  @Bean
  AuthenticationManager noAuthenticationByTheFramework() {
    return _ -> {
      throw new ProviderNotFoundException("sign-in is done by the pages");
    };
  }
}
