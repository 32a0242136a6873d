package io.countinghouse.demo.clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/** Lets everybody on this machine move the demo's time, by the page's own form only. */
@Configuration(proxyBeanMethods = false)
class ClockSecurity {

  private static final int BEFORE_THE_PRODUCTS_CHAINS = 5;

  @Bean
  @Order(BEFORE_THE_PRODUCTS_CHAINS)
  SecurityFilterChain demoChain(HttpSecurity http) {
    return http.securityMatcher("/demo/**")
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .headers(it ->
            it.contentSecurityPolicy(policy ->
                policy.policyDirectives(
                    "default-src 'self'; img-src 'self' data:; object-src 'none';"
                        + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'")))
        .authorizeHttpRequests(it ->
            it.requestMatchers(HttpMethod.GET, "/demo/clock", "/demo/clock.js")
                .permitAll()
                .requestMatchers(HttpMethod.POST, "/demo/clock")
                .permitAll()
                .anyRequest()
                .denyAll())
        .exceptionHandling(it ->
            it.authenticationEntryPoint((_, response, _) -> response.sendError(404))
                .accessDeniedHandler((_, response, _) -> response.sendRedirect("/demo/clock")))
        .build();
  }
}
