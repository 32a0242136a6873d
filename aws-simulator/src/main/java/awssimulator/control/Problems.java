package awssimulator.control;

import awssimulator.clock.ClockRefusal;
import awssimulator.market.MarketRefusal;
import awssimulator.queue.QueueRefusal;
import java.time.DateTimeException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Errors of the control API as problem documents (RFC 9457). */
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems {
  @ExceptionHandler
  ProblemDetail market(MarketRefusal refusal) {
    HttpStatus status =
        switch (refusal.reason()) {
          case NOT_FOUND -> HttpStatus.NOT_FOUND;
          case CONFLICT -> HttpStatus.CONFLICT;
          case INVALID -> HttpStatus.BAD_REQUEST;
        };
    return problem(status, refusal);
  }

  @ExceptionHandler
  ProblemDetail queue(QueueRefusal refusal) {
    HttpStatus status =
        switch (refusal.reason()) {
          case NOT_FOUND -> HttpStatus.NOT_FOUND;
          case CONFLICT -> HttpStatus.CONFLICT;
          case INVALID -> HttpStatus.BAD_REQUEST;
        };
    return problem(status, refusal);
  }

  @ExceptionHandler
  ProblemDetail clock(ClockRefusal refusal) {
    HttpStatus status =
        switch (refusal.reason()) {
          case ADVANCE_IN_PROGRESS -> HttpStatus.CONFLICT;
          case BACKWARDS -> HttpStatus.BAD_REQUEST;
          case FOLLOWER_LATE -> HttpStatus.GATEWAY_TIMEOUT;
        };
    return problem(status, refusal);
  }

  @ExceptionHandler
  ProblemDetail badRequest(BadRequest refusal) {
    return problem(HttpStatus.BAD_REQUEST, refusal);
  }

  @ExceptionHandler
  ProblemDetail unreadable(HttpMessageNotReadableException e) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, "The body is not the JSON this route takes");
  }

  @ExceptionHandler({DateTimeException.class, ArithmeticException.class})
  ProblemDetail outOfRange(RuntimeException e) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, "A time or a duration is out of range");
  }

  @ExceptionHandler
  ProblemDetail missing(MissingServletRequestParameterException e) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, "The parameter " + e.getParameterName() + " is required");
  }

  @ExceptionHandler
  ProblemDetail mistyped(MethodArgumentTypeMismatchException e) {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST, "The parameter " + e.getName() + " is malformed");
  }

  private static ProblemDetail problem(HttpStatus status, RuntimeException e) {
    return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
  }
}
