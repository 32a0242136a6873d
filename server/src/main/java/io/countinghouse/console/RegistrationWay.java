package io.countinghouse.console;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.servlet.HandlerMapping;

/** By which way somebody registers; each has the same steps under paths of its own. */
enum RegistrationWay {
  /** Without AWS: ends with a workspace on the free plan. */
  PLAIN("/register", "/register"),
  /** With a subscription: ends with a workspace that it pays for. */
  FROM_AWS("/setup/register", "/setup/register/account");

  private final String base;
  private final String account;

  RegistrationWay(String base, String account) {
    this.base = base;
    this.account = account;
  }

  /** The way that a request is on, by the route that it came to, however its path was spelt. */
  static RegistrationWay of(HttpServletRequest request) {
    String route = (String) request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return route.startsWith("/setup/") ? FROM_AWS : PLAIN;
  }

  /** The first step. */
  public String account() {
    return account;
  }

  /** Where the first step sends codes. */
  public String code() {
    return base + "/code";
  }

  /** The second step. */
  public String company() {
    return base + "/company";
  }

  /** The second step with a billing account that there is. */
  public String existing() {
    return base + "/existing";
  }

  /** Where that sends codes. */
  public String existingCode() {
    return base + "/existing-code";
  }

  /** The last step. */
  public String workspace() {
    return base + "/workspace";
  }

  /** Whether a subscription is behind it. */
  public boolean fromAws() {
    return this == FROM_AWS;
  }
}
