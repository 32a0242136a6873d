package io.countinghouse;

import jakarta.servlet.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route of a running server, with who may call it: each route is put to the filter chains'
 * own decision, once for every kind of caller. What a handler decides after that, such as whether a
 * workspace is the caller's own, is not seen here.
 */
final class Routes {

  /** One line of the table. */
  private record Route(String method, String path, String handler, String who, String csrf) {}

  private final FilterChainProxy security;
  private final List<RequestMappingHandlerMapping> mappings;
  private final Map<String, Authentication> callers;

  /**
   * @param authorities every authority a caller can have; each is tried alone
   */
  Routes(
      FilterChainProxy security,
      List<RequestMappingHandlerMapping> mappings,
      Set<String> authorities) {
    this.security = security;
    this.mappings = mappings;
    this.callers = new TreeMap<>();
    for (String authority : authorities) {
      callers.put(authority, new TestingAuthenticationToken("someone", "", authority));
    }
  }

  /** The table, one line a route, sorted by path. */
  String table() {
    List<Route> routes = new ArrayList<>();
    for (RequestMappingHandlerMapping mapping : mappings) {
      mapping.getHandlerMethods().forEach((info, handler) -> routes.addAll(routes(info, handler)));
    }
    StringBuilder table = new StringBuilder(line("METHOD", "PATH", "HANDLER", "WHO", "CSRF"));
    routes.stream()
        .map(
            it -> it.path() + " " + line(it.method(), it.path(), it.handler(), it.who(), it.csrf()))
        .sorted()
        .distinct()
        .forEach(it -> table.append(it.substring(it.indexOf(' ') + 1)));
    return table.toString();
  }

  private static String line(String method, String path, String handler, String who, String csrf) {
    return "%-6s %-44s %-44s %-28s %s%n".formatted(method, path, handler, who, csrf);
  }

  private List<Route> routes(RequestMappingInfo info, HandlerMethod handler) {
    List<Route> routes = new ArrayList<>();
    Set<RequestMethod> declared = info.getMethodsCondition().getMethods();
    for (String path : info.getPatternValues()) {
      if (declared.isEmpty()) {
        routes.add(route("ANY", path, handler));
      }
      for (RequestMethod method : declared) {
        routes.add(route(method.name(), path, handler));
      }
    }
    return routes;
  }

  private Route route(String method, String path, HandlerMethod handler) {
    String name =
        ClassUtils.getUserClass(handler.getBeanType()).getSimpleName()
            + "."
            + handler.getMethod().getName();
    // Any method: as dangerous as the one that changes something.
    MockHttpServletRequest request = request(method.equals("ANY") ? "POST" : method, path);
    List<Filter> filters =
        security.getFilterChains().stream()
            .filter(chain -> chain.matches(request))
            .findFirst()
            .map(SecurityFilterChain::getFilters)
            .orElse(List.of());
    return new Route(method, path, name, who(filters, request), csrf(filters, request));
  }

  private static MockHttpServletRequest request(String method, String path) {
    String sample = path.replaceAll("\\{[^}]*}", "x1").replace("**", "x").replace("*", "x");
    MockHttpServletRequest request =
        new MockHttpServletRequest(new MockServletContext(), method, sample);
    request.setServletPath(sample);
    return request;
  }

  private String who(List<Filter> filters, MockHttpServletRequest request) {
    List<AuthorizationFilter> gates = only(AuthorizationFilter.class, filters);
    Authentication anonymous =
        new AnonymousAuthenticationToken(
            "test", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));
    if (allowed(gates, anonymous, request)) {
      return "anyone";
    }
    List<String> who =
        callers.entrySet().stream()
            .filter(caller -> allowed(gates, caller.getValue(), request))
            .map(Map.Entry::getKey)
            .toList();
    if (who.isEmpty()) {
      return "nobody";
    }
    return (who.size() == callers.size() ? "signed in" : String.join(",", who)) + by(filters);
  }

  /** The filters of ours that say who is calling; empty where the session does. */
  private static String by(List<Filter> filters) {
    List<String> ours =
        filters.stream()
            .map(Object::getClass)
            .filter(type -> type.getPackageName().startsWith("io.countinghouse"))
            .map(Class::getSimpleName)
            .toList();
    return ours.isEmpty() ? "" : " (" + String.join(", ", ours) + ")";
  }

  private static boolean allowed(
      List<AuthorizationFilter> gates, Authentication caller, MockHttpServletRequest request) {
    for (AuthorizationFilter gate : gates) {
      AuthorizationResult result = gate.getAuthorizationManager().authorize(() -> caller, request);
      if (result != null && !result.isGranted()) {
        return false;
      }
    }
    return true;
  }

  private static String csrf(List<Filter> filters, MockHttpServletRequest request) {
    for (CsrfFilter filter : only(CsrfFilter.class, filters)) {
      Object matcher = ReflectionTestUtils.getField(filter, "requireCsrfProtectionMatcher");
      if (matcher instanceof RequestMatcher guarded && guarded.matches(request)) {
        return "yes";
      }
    }
    return "-";
  }

  private static <T> List<T> only(Class<T> type, List<Filter> filters) {
    return filters.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
