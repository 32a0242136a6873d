package io.countinghouse.kernel;

import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Signs what is sent to other systems, by wall time: receivers refuse what was signed long ago. */
public final class MessageSigner {

  private final Clock wallClock;

  MessageSigner(Clock wallClock) {
    this.wallClock = wallClock;
  }

  /** The headers of one try to send a message, with the signature of each secret. */
  public Map<String, String> headers(
      List<SigningSecret> secrets, String messageId, String payload) {
    return SigningSecret.headers(secrets, messageId, wallClock.instant().getEpochSecond(), payload);
  }
}
