package io.countinghouse.usage;

import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** The server's own usage intake, without the HTTP before it. */
public final class HandIntake {

  private final UsageIntake intake;

  /** Of a running server. */
  public HandIntake(ApplicationContext server) {
    this.intake = server.getBean(UsageIntake.class);
  }

  /**
   * Takes CloudEvents.
   *
   * @return how many were new
   * @throws IllegalStateException if one is refused
   */
  public long take(List<? extends JsonNode> events) {
    List<SentEvent> sent = new ArrayList<>();
    for (JsonNode event : events) {
      sent.add(new SentEvent.Json(sent.size(), event));
    }
    UsageTally tally = new UsageTally(events.size());
    intake.take(sent, tally);
    if (!tally.refused().isEmpty()) {
      throw new IllegalStateException("usage was refused: " + tally.refused());
    }
    return tally.answer().accepted();
  }
}
