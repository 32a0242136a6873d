package io.countinghouse.console;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

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
    String at = "/" + path.replaceFirst("^/+", "");
    while (at.length() > 1 && !isPage(at)) {
      at = at.substring(0, Math.max(1, at.lastIndexOf('/')));
    }
    return at;
  }

  private boolean isPage(String path) {
    PathContainer parsed = PathContainer.parsePath(path);
    return mapping.getObject().getHandlerMethods().keySet().stream()
        .filter(it -> it.getMethodsCondition().getMethods().contains(RequestMethod.GET))
        .anyMatch(it -> matches(it, parsed));
  }

  private static boolean matches(RequestMappingInfo mapped, PathContainer path) {
    var patterns = mapped.getPathPatternsCondition();
    return patterns != null && patterns.getPatterns().stream().anyMatch(it -> it.matches(path));
  }
}
