package io.countinghouse.usage;

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
  public int take(List<JsonNode> events) {
    UsageAnswer answer = intake.take(events);
    if (!answer.refused().isEmpty()) {
      throw new IllegalStateException("usage was refused: " + answer.refused());
    }
    return answer.accepted();
  }
}
