package io.countinghouse.usage;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** Answers {@code POST /api/v1/usage}, once what it answers is committed. */
@RestController
class UsageController implements UsageApi {

  private final UsageBody body;
  private final UsageIntake intake;

  UsageController(UsageBody body, UsageIntake intake) {
    this.body = body;
    this.intake = intake;
  }

  @Override
  public ResponseEntity<Object> report(HttpServletRequest request) throws IOException {
    return switch (body.read(request)) {
      case UsageBody.Unreadable(ApiProblem problem) -> problem.response();
      case UsageBody.Events(var single, var events) -> {
        UsageAnswer answer = intake.take(events);
        yield answer.allRefused()
            ? ApiProblem.allRefused(single, answer.refused()).response()
            : ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer);
      }
    };
  }
}
