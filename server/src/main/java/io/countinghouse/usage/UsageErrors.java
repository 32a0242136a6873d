package io.countinghouse.usage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What a sender is told when the intake fails. */
@RestControllerAdvice(assignableTypes = UsageController.class)
class UsageErrors {

  private static final Logger LOG = LoggerFactory.getLogger(UsageErrors.class);

  /** The database is away, slow or restarting. */
  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<Object> unavailable(RuntimeException e) {
    LOG.warn("Usage was not taken: the database failed", e);
    return ApiProblem.unavailable().response();
  }

  /** The database is slower than usage comes. */
  @ExceptionHandler(TooMuchWaitsException.class)
  ResponseEntity<Object> tooMuchWaits() {
    return ApiProblem.tooMuchWaits().response();
  }

  /** Spring Security's firewall passed a header on and refuses to tell it. */
  @ExceptionHandler(RequestRejectedException.class)
  ResponseEntity<Object> badHeader() {
    return ApiProblem.of(
            HttpStatus.BAD_REQUEST, "bad_request", "A header has characters that none may have.")
        .response();
  }

  /** A bug of ours. */
  @ExceptionHandler(RuntimeException.class)
  ResponseEntity<Object> internal(RuntimeException e) {
    LOG.error("Usage was not taken", e);
    return ApiProblem.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal", ApiProblem.AGAIN).response();
  }
}
