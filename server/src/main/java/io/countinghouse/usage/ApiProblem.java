package io.countinghouse.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** A problem document of RFC 9457 with a reason that programs can go by. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(name = "Problem", description = "RFC 9457 problem document.")
record ApiProblem(
    @Schema(example = "urn:countinghouse:problem:body_not_json") String type,
    @Schema(example = "Bad Request") String title,
    @Schema(example = "400") int status,
    @Schema(description = "What happened and what to do; the wording may change.") String detail,
    @Schema(
            description =
                "Why, stable: body_not_json, body_not_gzip, body_broken_off, body_form,"
                    + " body_too_large, too_many_events, content_type, content_encoding, all_refused, bad_request,"
                    + " unauthorized, unavailable, internal; for a request with one event, its reason.",
            example = "body_not_json")
        String reason,
    @Schema(description = "The refused events, where there are any.")
        List<UsageAnswer.Refused> refused,
    @Schema(description = "How many more were refused; absent where all are listed.")
        @Nullable Long refusedNotListed,
    @Schema(
            description =
                "Of newline-delimited JSON that was not read to its end: what became of the events"
                    + " before.")
        @Nullable UsageAnswer storedSoFar) {

  static final String RETRY_AFTER_SECONDS = "5";

  static final String AGAIN =
      "Send the same request again: what was stored already will not count twice.";

  static ApiProblem of(HttpStatus status, String reason, String detail) {
    return of(status, reason, detail, List.of(), 0);
  }

  private static ApiProblem of(
      HttpStatus status,
      String reason,
      String detail,
      List<UsageAnswer.Refused> refused,
      long notListed) {
    return new ApiProblem(
        "urn:countinghouse:problem:" + reason,
        status.getReasonPhrase(),
        status.value(),
        detail,
        reason,
        refused,
        notListed == 0 ? null : notListed,
        null);
  }

  static ApiProblem tooLarge(long bytesMax) {
    return of(
        HttpStatus.CONTENT_TOO_LARGE,
        "body_too_large",
        "The body may have at most %d bytes, unpacked.".formatted(bytesMax));
  }

  static ApiProblem unavailable() {
    return of(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", AGAIN);
  }

  static ApiProblem tooMuchWaits() {
    return of(
        HttpStatus.SERVICE_UNAVAILABLE,
        "unavailable",
        "Too many events wait to be stored already. " + AGAIN);
  }

  static ApiProblem notGzip() {
    return of(HttpStatus.BAD_REQUEST, "body_not_gzip", "The body is no gzip that can be read.");
  }

  static ApiProblem brokenOff() {
    return of(HttpStatus.BAD_REQUEST, "body_broken_off", "The body ended before it was complete.");
  }

  /** This problem of a body that was not read to its end. */
  ApiProblem with(UsageAnswer storedSoFar) {
    return new ApiProblem(
        type, title, status, detail, reason, refused, refusedNotListed, storedSoFar);
  }

  /** The problem of a request of which no event was taken. */
  static ApiProblem allRefused(boolean single, UsageTally tally) {
    List<UsageAnswer.Refused> refused = tally.refused();
    if (single) {
      UsageAnswer.Refused only = refused.getFirst();
      return of(HttpStatus.BAD_REQUEST, only.reason().code(), only.detail(), refused, 0);
    }
    return of(
        HttpStatus.BAD_REQUEST,
        "all_refused",
        "Each of the events is refused; see the list.",
        refused,
        tally.refusedNotListed());
  }

  ResponseEntity<Object> response() {
    ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
    if (status == HttpStatus.SERVICE_UNAVAILABLE.value()) {
      response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return response.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(this);
  }
}
