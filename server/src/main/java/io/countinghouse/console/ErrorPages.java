package io.countinghouse.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** The page of failures that happened outside of any handler: in a filter or in the container. */
@Controller
class ErrorPages implements ErrorController {

  private static final Logger log = LoggerFactory.getLogger(ErrorPages.class);
  private static final int NOT_FOUND = 404;
  private static final int INTERNAL = 500;

  /** The statuses with words of their own. */
  static final Set<Integer> TOLD_APART = Set.of(400, 403, NOT_FOUND, 405, 413, 429, INTERNAL);

  /**
   * What to show for a status.
   *
   * @param number what support is to be given; empty when there is nothing to look up
   */
  static ModelAndView page(int status, @Nullable SupportNumber number, HttpServletRequest request) {
    int told = TOLD_APART.contains(status) ? status : status < INTERNAL ? 400 : INTERNAL;
    ModelAndView page = new ModelAndView("error");
    page.addObject("reason", told);
    page.addObject("status", status);
    page.addObject("home", Place.of(request).home());
    page.addObject("number", number == null ? null : number.value());
    return page;
  }

  @RequestMapping("/error")
  @Access(Access.Who.PUBLIC)
  Object error(HttpServletRequest request, HttpServletResponse response) {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : NOT_FOUND;
    if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path
        && PageFailures.isForMachines(Place.decoded(path))) {
      return problem(status);
    }
    response.setStatus(status);
    return page(status, status < INTERNAL ? null : logged(request), request);
  }

  private static ResponseEntity<ProblemDetail> problem(int status) {
    HttpStatus known = HttpStatus.valueOf(status);
    ProblemDetail problem = ProblemDetail.forStatus(known);
    nameReason(problem, known);
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  /** Gives a problem the reason that its status tells. */
  static void nameReason(ProblemDetail problem, HttpStatus status) {
    String reason = status.name().toLowerCase(Locale.ROOT);
    problem.setType(URI.create("urn:countinghouse:problem:" + reason));
    problem.setProperty("reason", reason);
  }

  private static SupportNumber logged(HttpServletRequest request) {
    SupportNumber number = SupportNumber.next();
    log.error(
        "support number {}: {} failed",
        number,
        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI),
        request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure
            ? failure
            : null);
    return number;
  }
}
