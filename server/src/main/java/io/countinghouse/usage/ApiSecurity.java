package io.countinghouse.usage;

import io.countinghouse.identity.ApiKeys;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may call {@code /api/**}: anyone may read its documentation, all else needs an API key. There
 * is no session, so there is nothing to forge; a cookie of the console counts for nothing here.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UsageSettings.class)
class ApiSecurity {

  /** Before the chains of the pages. */
  private static final int ORDER = 10;

  /** The documentation is a script of ours that draws a page; it loads nothing from elsewhere. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  @Bean
  @Order(ORDER)
  SecurityFilterChain apiChain(HttpSecurity http, ApiKeys keys, JsonMapper json) {
    ApiProblemWriter problems = new ApiProblemWriter(json);
    return http.securityMatcher("/api", "/api/**")
        // No cookie signs a request in here, so none can be forged.
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(new ApiKeyFilter(keys, problems), AnonymousAuthenticationFilter.class)
        .authorizeHttpRequests(it ->
            it.requestMatchers(HttpMethod.GET, ApiDocumentation.PUBLIC_PATHS)
                .permitAll()
                .requestMatchers(HttpMethod.HEAD, ApiDocumentation.PUBLIC_PATHS)
                .permitAll()
                .anyRequest()
                .authenticated())
        .exceptionHandling(it ->
            it.authenticationEntryPoint((_, response, _) -> problems.unauthorized(response, false)))
        .headers(it ->
            it.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
        .build();
  }
}
