package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.UriComponentsBuilder;

/** The three places to be signed in to, each with sign-ins of its own in one browser's session. */
enum Place {
  CONSOLE(
      "", "/", SignedInCustomer.ROLE, "/w(/wksp_[0-9a-z]{1,40}/[a-z]{1,20})?|/account|/invitation"),
  BILLING(
      "/billing",
      "/billing",
      SignedInBilling.ROLE,
      "/billing/(workspaces|cloud-accounts|wallet|profile|security)(/[0-9a-z_-]{1,60}){0,3}"),
  OPERATOR(
      "/operator",
      "/operator",
      SignedInOperator.ROLE,
      "/operator(?!/sign-)(?!.*/file$)(/[0-9A-Za-z_-]{1,60}){1,4}");

  private final String prefix;
  private final String home;
  private final String role;
  private final Pattern back;

  /**
   * @param back the pages that are gone back to after signing in, no downloads; anything else would
   *     let a link lead astray
   */
  Place(String prefix, String home, String role, String back) {
    this.prefix = prefix;
    this.home = home;
    this.role = role;
    this.back = Pattern.compile(back);
  }

  /** The place that an account is signed in to. */
  static Place of(AccountRef account) {
    return switch (account) {
      case AccountRef.Console _ -> CONSOLE;
      case AccountRef.Billing _ -> BILLING;
      case AccountRef.Operating _ -> OPERATOR;
    };
  }

  /** The place that a page belongs to, by its path, however that was spelt. */
  static Place of(HttpServletRequest request) {
    String path = decoded(asked(request));
    if (isUnder(path, BILLING.prefix)) {
      return BILLING;
    }
    return isUnder(path, OPERATOR.prefix) ? OPERATOR : CONSOLE;
  }

  /**
   * A path as chains and handlers are found by it: decoded, segment by segment. Whatever is decided
   * by a path has to be decided by this.
   *
   * @param path as it was spelt
   */
  static String decoded(String path) {
    try {
      return PathContainer.parsePath(path).elements().stream()
          .map(it ->
              it instanceof PathContainer.PathSegment segment ? segment.valueToMatch() : it.value())
          .collect(Collectors.joining());
    } catch (IllegalArgumentException _) {
      // It cannot be decoded, and so nothing is found by it.
      return path;
    }
  }

  /** The path that was asked for, as it was spelt; the page of an error is shown under another. */
  static String asked(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String failed
        ? failed
        : request.getRequestURI();
  }

  private static boolean isUnder(String path, String prefix) {
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }

  /** A page that every place has, under its own prefix. */
  String path(String page) {
    return prefix + page;
  }

  /** Where to sign in and then go on to a page, if it is one of this place. */
  UriComponentsBuilder signInPath(String page) {
    UriComponentsBuilder path = UriComponentsBuilder.fromPath(path("/sign-in"));
    return back.matcher(page).matches() ? path.queryParam("back", page) : path;
  }

  /** Where to go after signing in: what was wanted, if it is a page of this place, or its start. */
  String target(String page) {
    return back.matcher(page).matches() ? page : home;
  }

  String home() {
    return home;
  }

  String role() {
    return role;
  }
}
