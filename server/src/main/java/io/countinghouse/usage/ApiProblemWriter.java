package io.countinghouse.usage;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Writes problem documents where no controller is reached. */
final class ApiProblemWriter {

  private final JsonMapper json;

  ApiProblemWriter(JsonMapper json) {
    this.json = json;
  }

  void write(HttpServletResponse response, ApiProblem problem) throws IOException {
    response.setStatus(problem.status());
    if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
      response.setHeader(HttpHeaders.RETRY_AFTER, ApiProblem.RETRY_AFTER_SECONDS);
    }
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem));
  }

  /**
   * @param presented whether there was a key, which RFC 6750 wants to be told apart
   */
  void unauthorized(HttpServletResponse response, boolean presented) throws IOException {
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE,
        "Bearer realm=\"countinghouse\"" + (presented ? ", error=\"invalid_token\"" : ""));
    write(
        response,
        ApiProblem.of(
            HttpStatus.UNAUTHORIZED,
            "unauthorized",
            presented
                ? "The API key is unknown or revoked."
                : "Send an API key as \"Authorization: Bearer <key>\"."));
  }
}
