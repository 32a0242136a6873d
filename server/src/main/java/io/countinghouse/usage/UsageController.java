package io.countinghouse.usage;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.RestController;

/** Answers {@code POST /api/v1/usage}, once what it answers is committed. */
@RestController
class UsageController implements UsageApi {

  private static final Logger LOG = LoggerFactory.getLogger(UsageController.class);

  private final UsageBody body;
  private final UsageIntake intake;
  private final UsageSettings settings;

  UsageController(UsageBody body, UsageIntake intake, UsageSettings settings) {
    this.body = body;
    this.intake = intake;
    this.settings = settings;
  }

  @Override
  public ResponseEntity<Object> report(HttpServletRequest request) throws IOException {
    if (intake.full()) {
      return ApiProblem.tooMuchWaits().response();
    }
    return switch (body.read(request)) {
      case UsageBody.Unreadable(ApiProblem problem) -> problem.response();
      case UsageBody.Events(boolean single, List<SentEvent> events) -> {
        UsageTally tally = new UsageTally(Integer.MAX_VALUE);
        intake.take(events, tally);
        yield answer(single, tally);
      }
      case UsageBody.Lines(EventLines lines) -> bulk(lines);
    };
  }

  private static ResponseEntity<Object> answer(boolean single, UsageTally tally) {
    return tally.allRefused()
        ? ApiProblem.allRefused(single, tally).response()
        : ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(tally.answer());
  }

  /** Chunk by chunk, each committed by itself; what ends it early is told with what was stored. */
  private ResponseEntity<Object> bulk(EventLines lines) throws IOException {
    UsageTally tally = new UsageTally(settings.bulkListedMax());
    try {
      List<SentEvent> chunk = lines.next(settings.bulkChunk());
      while (!chunk.isEmpty()) {
        intake.take(chunk, tally);
        chunk = lines.next(settings.bulkChunk());
      }
      return answer(false, tally);
    } catch (BodyStream.TooLong e) {
      return ApiProblem.tooLarge(e.bytesMax).with(tally.answer()).response();
    } catch (BodyStream.NotGzip _) {
      return ApiProblem.notGzip().with(tally.answer()).response();
    } catch (IOException e) {
      LOG.info("A bulk of usage broke off: {}", e.toString());
      return ApiProblem.brokenOff().with(tally.answer()).response();
    } catch (TooMuchWaitsException _) {
      return ApiProblem.tooMuchWaits().with(tally.answer()).response();
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("A bulk of usage was taken in part: the database failed", e);
      return ApiProblem.unavailable().with(tally.answer()).response();
    }
  }
}
