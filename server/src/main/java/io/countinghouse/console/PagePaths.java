package io.countinghouse.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/** Which addresses can be loaded again: those of a form that was only sent cannot. */
@Component
class PagePaths {

  /** Asked for late: the mapping has an interceptor that needs this. */
  private final ObjectProvider<RequestMappingHandlerMapping> mapping;

  PagePaths(
      @Qualifier("requestMappingHandlerMapping")
          ObjectProvider<RequestMappingHandlerMapping> mapping) {
    this.mapping = mapping;
  }

  /** The nearest page at a path or above it; never one of another host. */
  String nearest(String path) {
    String at = ofThisHost(path);
    while (at.length() > 1 && !isPage(at)) {
      at = at.substring(0, Math.max(1, at.lastIndexOf('/')));
    }
    return at;
  }

  /**
   * The address asked for, without some of its parameters. The path is kept as it came, but for a
   * second slash at its start, which would lead to another host.
   */
  static String without(Set<String> parameters, HttpServletRequest request) {
    UriComponentsBuilder uri =
        ServletUriComponentsBuilder.fromRequest(request).scheme(null).host(null).port(null);
    parameters.forEach(uri::replaceQueryParam);
    return ofThisHost(uri.build().toUriString());
  }

  private static String ofThisHost(String path) {
    return "/" + path.replaceFirst("^/+", "");
  }

  private boolean isPage(String path) {
    PathContainer parsed;
    try {
      parsed = PathContainer.parsePath(path);
    } catch (IllegalArgumentException _) {
      return false;
    }
    return mapping.getObject().getHandlerMethods().keySet().stream()
        .filter(it -> it.getMethodsCondition().getMethods().contains(RequestMethod.GET))
        .anyMatch(it -> matches(it, parsed));
  }

  private static boolean matches(RequestMappingInfo mapped, PathContainer path) {
    var patterns = mapped.getPathPatternsCondition();
    return patterns != null && patterns.getPatterns().stream().anyMatch(it -> it.matches(path));
  }
}
