package io.countinghouse.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Shows people a page where a request failed: what happened and what to do now, never what the
 * program said. What nobody foresaw is logged, once, under the number that the page shows.
 */
@Component
class PageFailures implements HandlerExceptionResolver, Ordered {

  private static final Logger log = LoggerFactory.getLogger(PageFailures.class);

  private final PageFrame frame;
  private final SetUpProblems problems;

  PageFailures(PageFrame frame, SetUpProblems problems) {
    this.frame = frame;
    this.problems = problems;
  }

  /** Before the framework's own, which answer as to a machine. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception failure) {
    if (isForMachines(Place.decoded(request.getRequestURI()))
        || failure instanceof AccessDeniedException
        || failure instanceof AuthenticationException) {
      return null;
    }
    Set<String> unread = unread(failure, request);
    if (!unread.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      response.setHeader(HttpHeaders.LOCATION, PagePaths.without(unread, request));
      return new ModelAndView();
    }
    return switch (failure) {
      case NotLandedException _ ->
          framed(problems.page(SetUpProblem.NOT_LANDED, null, request, response), request);
      case PageNotFoundException _ -> page(request, response, 404, null);
      case TooManyRequestsException tooMany -> {
        long seconds = tooMany.retryAfter().toSeconds() + 1;
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        yield page(request, response, 429, null);
      }
      case ErrorResponse known -> {
        known
            .getHeaders()
            .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        yield known(request, response, known.getStatusCode(), failure);
      }
      case TypeMismatchException _, RequestRejectedException _ ->
          page(request, response, 400, null);
      case Exception _ -> unexpected(request, response, failure);
    };
  }

  /**
   * The parameters of a page's address that are no values of theirs, such as a filter that there
   * was in an earlier version: the page is shown without them.
   */
  private static Set<String> unread(Exception failure, HttpServletRequest request) {
    if (!request.getMethod().equals("GET")) {
      return Set.of();
    }
    Set<String> given =
        ServletUriComponentsBuilder.fromRequest(request).build().getQueryParams().keySet();
    Stream<String> unread =
        switch (failure) {
          case MethodArgumentTypeMismatchException one -> Stream.of(one.getName());
          case BindException form -> form.getFieldErrors().stream().map(FieldError::getField);
          case Exception _ -> Stream.empty();
        };
    return unread.filter(given::contains).collect(Collectors.toUnmodifiableSet());
  }

  /** Machines get problem documents. */
  static boolean isForMachines(String path) {
    return path.equals("/api") || path.startsWith("/api/") || path.startsWith("/actuator");
  }

  private ModelAndView known(
      HttpServletRequest request,
      HttpServletResponse response,
      HttpStatusCode status,
      Exception failure) {
    return status.is5xxServerError()
        ? unexpected(request, response, failure)
        : page(request, response, status.value(), null);
  }

  private ModelAndView unexpected(
      HttpServletRequest request, HttpServletResponse response, Exception failure) {
    SupportNumber number = SupportNumber.next();
    log.error("support number {}: {} failed", number, request.getRequestURI(), failure);
    return page(request, response, 500, number);
  }

  private ModelAndView page(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      @Nullable SupportNumber number) {
    response.setStatus(status);
    return framed(ErrorPages.page(status, number, request), request);
  }

  /** The interceptor that does it for other pages is not asked after a failure. */
  private ModelAndView framed(ModelAndView page, HttpServletRequest request) {
    frame.addTo(page.getModel(), request);
    return page;
  }
}
