package awssimulator.broken.one;

import awssimulator.broken.two.KnowsTheOther;
import io.countinghouse.broken.OfTheServer;
import java.time.Instant;
import org.elasticmq.MessageId;

/** Reaches where the simulator must not. */
public final class BreaksFences {
  /** Knows the server, the queue engine and the wall's time. */
  public static String reach() {
    return OfTheServer.name() + new MessageId("1").id() + Instant.now() + KnowsTheOther.back();
  }

  private BreaksFences() {}
}
