package io.countinghouse.console;

import io.countinghouse.site.Brand;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * The filter chains of actuator, back office, Billing Center and console. Each denies what it does
 * not name; what is denied to anybody is told as not found.
 */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

  private static final int ACTUATOR_ORDER = 20;
  private static final int OPERATOR_ORDER = 30;
  private static final int BILLING_ORDER = 35;
  private static final int CONSOLE_ORDER = 40;

  /** As the framework has it, and no zero characters: the database holds none. */
  @Bean
  HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedParameterValues(value -> value.indexOf('\0') < 0);
    return firewall;
  }

  /** Health is for everybody; metrics only for this machine's own collector, past no proxy. */
  @Bean
  @Order(ACTUATOR_ORDER)
  SecurityFilterChain actuatorChain(HttpSecurity http) {
    return http.securityMatcher("/actuator", "/actuator/**")
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(it ->
            it.requestMatchers(HttpMethod.GET, "/actuator/health", "/actuator/health/*")
                .permitAll()
                .requestMatchers(HttpMethod.GET, "/actuator/prometheus")
                .access(
                    (_, context) -> new AuthorizationDecision(isThisMachine(context.getRequest())))
                .anyRequest()
                .denyAll())
        .exceptionHandling(it ->
            it.authenticationEntryPoint((_, response, _) -> notFound(response))
                .accessDeniedHandler((_, response, _) -> notFound(response)))
        .build();
  }

  @Bean
  @Order(OPERATOR_ORDER)
  SecurityFilterChain operatorChain(
      HttpSecurity http,
      CheckedContexts operatorContexts,
      PageDenials denials,
      Brand brand,
      ConsoleSettings settings) {
    return pages(
            http.securityMatcher("/operator", "/operator/**"),
            operatorContexts,
            denials,
            brand,
            settings)
        .authorizeHttpRequests(it ->
            it.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll()
                .requestMatchers("/operator/sign-in", "/operator/sign-in/*")
                .permitAll()
                .anyRequest()
                .hasRole(SignedInOperator.ROLE))
        .build();
  }

  @Bean
  @Order(BILLING_ORDER)
  SecurityFilterChain billingChain(
      HttpSecurity http,
      CheckedContexts billingContexts,
      PageDenials denials,
      Brand brand,
      ConsoleSettings settings) {
    return pages(
            http.securityMatcher("/billing", "/billing/**"),
            billingContexts,
            denials,
            brand,
            settings)
        .authorizeHttpRequests(it ->
            it.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll()
                .requestMatchers(
                    "/billing/sign-in",
                    "/billing/sign-in/*",
                    "/billing/sign-out",
                    "/billing/enter",
                    "/billing/password",
                    "/billing/password/*",
                    "/billing/register",
                    "/billing/register/*")
                .permitAll()
                .anyRequest()
                .hasRole(SignedInBilling.ROLE))
        .build();
  }

  @Bean
  @Order(CONSOLE_ORDER)
  SecurityFilterChain consoleChain(
      HttpSecurity http,
      CheckedContexts customerContexts,
      PageDenials denials,
      Brand brand,
      ConsoleSettings settings) {
    return pages(http, customerContexts, denials, brand, settings)
        // AWS sends its customers here by a cross-site POST, which can hold no token of ours.
        .csrf(it ->
            it.ignoringRequestMatchers(
                PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/aws/{product}")))
        .authorizeHttpRequests(it ->
            it.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll()
                .requestMatchers(
                    HttpMethod.GET, "/webjars/**", "/assets/**", "/brand.css", "/favicon.ico")
                .permitAll()
                .requestMatchers("/", "/aws/{product}", "/setup", "/setup/**")
                .permitAll()
                .requestMatchers("/sign-in", "/sign-in/*", "/sign-out")
                .permitAll()
                .requestMatchers("/register", "/register/*", "/password", "/password/*")
                .permitAll()
                .requestMatchers("/invitation", "/invitation/register", "/invitation/sign-out")
                .permitAll()
                .requestMatchers("/account", "/account/**", "/invitation/accept")
                .hasRole(SignedInCustomer.ROLE)
                .requestMatchers("/w", "/w/**")
                .hasRole(SignedInCustomer.ROLE)
                .anyRequest()
                .denyAll())
        .build();
  }

  private static HttpSecurity pages(
      HttpSecurity http,
      CheckedContexts contexts,
      PageDenials denials,
      Brand brand,
      ConsoleSettings settings) {
    return http.securityContext(it -> it.securityContextRepository(contexts))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .headers(it -> headers(it, brand, settings))
        .exceptionHandling(it ->
            it.authenticationEntryPoint(denials::signInFirst).accessDeniedHandler(denials::denied));
  }

  private static void headers(
      HeadersConfigurer<HttpSecurity> headers, Brand brand, ConsoleSettings settings) {
    headers
        .contentSecurityPolicy(
            it -> it.policyDirectives(contentPolicy(brand, settings.introductionVideo())))
        .referrerPolicy(it -> it.policy(ReferrerPolicy.SAME_ORIGIN))
        .permissionsPolicyHeader(
            it -> it.policy("camera=(), geolocation=(), microphone=(), payment=()"));
  }

  /** No script or style but our own files; pictures also inside style sheets, logo and video. */
  static String contentPolicy(Brand brand, String video) {
    return "default-src 'self'; img-src 'self' data:"
        + hostOf(brand.logo())
        + "; media-src 'self'"
        + hostOf(video)
        + "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  }

  private static String hostOf(String address) {
    URI uri = URI.create(address);
    return uri.isAbsolute() ? " " + uri.getScheme() + "://" + uri.getAuthority() : "";
  }

  private static void notFound(HttpServletResponse response) throws IOException {
    response.sendError(HttpServletResponse.SC_NOT_FOUND);
  }

  private static boolean isThisMachine(HttpServletRequest request) {
    boolean proxied =
        request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
    return !proxied && InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress();
  }
}
