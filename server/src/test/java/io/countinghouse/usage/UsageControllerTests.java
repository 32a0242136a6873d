package io.countinghouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;

/** What a sender is told while the engine takes nothing. */
class UsageControllerTests {

  private static final Instant NOW = Instant.parse("2026-04-30T10:58:00Z");
  private static final UsageSettings SETTINGS = UsageTestEvents.settings(1000, 1000);

  private final BusyEngine engine = new BusyEngine();
  private final UsageController controller =
      new UsageController(
          new UsageBody(SETTINGS),
          new UsageIntake(engine, () -> NOW, SETTINGS, new SimpleMeterRegistry()),
          SETTINGS);

  /** Takes so many calls, then none. */
  private static final class BusyEngine implements UsageEngine {

    private int takes;
    private boolean full;

    @Override
    public List<Outcome> take(
        List<? extends ReportedEvent> events, Instant oldest, Instant receivedAt) {
      if (takes-- <= 0) {
        throw new TooMuchWaitsException(0);
      }
      return Collections.nCopies(events.size(), Outcome.COUNTED);
    }

    @Override
    public boolean full() {
      return full;
    }
  }

  @Test
  void aBodyIsNotReadWhileTheEngineIsFull() throws IOException {
    engine.full = true;
    MockHttpServletRequest request = request("application/json", "[]");
    assertThat(tooMuch(controller.report(request)).storedSoFar()).isNull();
    assertThat(request.getInputStream().available()).isEqualTo(2);
  }

  @Test
  void ofABulkIsToldWhatIsStored() throws IOException {
    engine.takes = 2;
    String lines =
        """
        {"specversion":"1.0","id":"1","source":"/test","type":"io.countinghouse.usage",\
        "subject":"wksp_oregon","time":"2026-04-30T10:58:00Z","data":{"item":"sms","quantity":"1"}}
        """
            .repeat(2500);
    UsageAnswer stored =
        tooMuch(controller.report(request("application/x-ndjson", lines))).storedSoFar();
    assertThat(stored).extracting(UsageAnswer::accepted).isEqualTo(2000L);
  }

  @Test
  void whatFillsTheEngineMeanwhileIsAnsweredTheSame() {
    assertThat(tooMuch(new UsageErrors().tooMuchWaits()).storedSoFar()).isNull();
  }

  private static ApiProblem tooMuch(ResponseEntity<Object> answer) {
    assertThat(answer.getStatusCode().value()).isEqualTo(503);
    assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
    assertThat(answer.getBody()).isInstanceOf(ApiProblem.class);
    ApiProblem problem = (ApiProblem) Objects.requireNonNull(answer.getBody());
    assertThat(problem.reason()).isEqualTo("unavailable");
    return problem;
  }

  private static MockHttpServletRequest request(String contentType, String content) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/usage");
    request.setContentType(contentType);
    request.setContent(content.getBytes(StandardCharsets.UTF_8));
    return request;
  }
}
