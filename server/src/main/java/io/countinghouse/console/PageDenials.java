package io.countinghouse.console;

import io.countinghouse.site.Brand;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What is answered where nobody is signed in, where somebody may not see a page, and where a form
 * stood open for too long, or was outdated by signing in from another tab: what nobody may see is
 * not found, and a form leads back to where it can be filled in again.
 */
@Component
class PageDenials {

  /** Forms that are open to anybody. */
  private static final Pattern OPEN_TO_ALL =
      Pattern.compile(
          "/(setup|register|password|invitation|billing/register|billing/password)(/.*)?"
              + "|(/billing|/operator)?/sign-in/.*");

  private final PagePaths pages;
  private final Brand brand;

  PageDenials(PagePaths pages, Brand brand) {
    this.pages = pages;
    this.brand = brand;
  }

  /** Nobody is signed in where somebody has to be. */
  void signInFirst(HttpServletRequest request, HttpServletResponse response, Exception denied)
      throws IOException {
    String path = Place.decoded(request.getRequestURI());
    boolean known =
        Place.of(request) != Place.CONSOLE
            || path.equals("/w")
            || path.startsWith("/w/")
            || path.startsWith("/account");
    if (known) {
      response.sendRedirect(signInPath(request));
    } else if (path.equals("/invitation/accept")) {
      response.sendRedirect("/invitation");
    } else {
      denied(request, response, new AccessDeniedException("nobody may call this", denied));
    }
  }

  /** Somebody may not do this, or the form is not of this sign-in. */
  void denied(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException {
    if (denied instanceof CsrfException) {
      formIsOutdated(request, response);
    } else if (isSignedIn() && Place.of(request) == Place.OPERATOR) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  private void formIsOutdated(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getHeader("HX-Request") != null) {
      // The script then sends the form itself.
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    } else if (isSignedIn()
        || OPEN_TO_ALL.matcher(Place.decoded(request.getRequestURI())).matches()) {
      response.sendRedirect(
          formPage(request).replaceQueryParam(PageFrame.OUTDATED, "yes").build().toUriString());
    } else {
      response.sendRedirect(signInPath(request));
    }
  }

  /** Where to sign in and then go on; a form that was lost on the way is told of. */
  private String signInPath(HttpServletRequest request) {
    Place place = Place.of(request);
    if (request.getMethod().equals("GET")) {
      return place.signInPath(Place.decoded(request.getRequestURI())).build().toUriString();
    }
    String kept = request.getParameter("back");
    String back = kept == null ? String.valueOf(formPage(request).build().getPath()) : kept;
    return place.signInPath(back).queryParam("expired").build().toUriString();
  }

  /** The page of ours that a form was sent from; a link of another site says nothing. */
  private UriComponentsBuilder formPage(HttpServletRequest request) {
    String ours = brand.link("/");
    String from = request.getHeader("Referer");
    if (from == null || !from.startsWith(ours)) {
      return UriComponentsBuilder.fromPath(pages.nearest(request.getRequestURI()));
    }
    String[] parts = from.substring(ours.length() - 1).split("\\?", 2);
    String page = pages.nearest(parts[0]);
    UriComponentsBuilder found = UriComponentsBuilder.fromPath(page);
    return parts.length > 1 && page.equals(parts[0]) ? found.query(parts[1]) : found;
  }

  private static boolean isSignedIn() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof SignedIn;
  }
}
