package io.countinghouse.console;

import jakarta.servlet.http.HttpServletRequest;

/** The three places to be signed in to, each with sign-ins of its own in one browser's session. */
enum Place {
  CONSOLE("", "/", SignedInCustomer.ROLE),
  BILLING("/billing", "/billing", SignedInBilling.ROLE),
  OPERATOR("/operator", "/operator", SignedInOperator.ROLE);

  private final String prefix;
  private final String home;
  private final String role;

  Place(String prefix, String home, String role) {
    this.prefix = prefix;
    this.home = home;
    this.role = role;
  }

  /** The place that a page belongs to, by its path. */
  static Place of(HttpServletRequest request) {
    String path = request.getRequestURI();
    if (isUnder(path, BILLING.prefix)) {
      return BILLING;
    }
    return isUnder(path, OPERATOR.prefix) ? OPERATOR : CONSOLE;
  }

  private static boolean isUnder(String path, String prefix) {
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }

  /** A page that every place has, under its own prefix. */
  String path(String page) {
    return prefix + page;
  }

  String home() {
    return home;
  }

  String role() {
    return role;
  }
}
