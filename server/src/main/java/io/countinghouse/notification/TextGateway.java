package io.countinghouse.notification;

import io.countinghouse.identity.PhoneNumber;
import io.countinghouse.kernel.Language;
import java.io.IOException;

/** Passes texts on to phones. */
interface TextGateway {

  /**
   * A text, complete.
   *
   * @param id the same for each try, so that a copy can be dropped
   */
  record Message(String id, PhoneNumber to, String words, Language language) {

    /** Neither words nor number: they are in no log. */
    @Override
    public String toString() {
      return "Message[id=" + id + "]";
    }
  }

  /** What came of it. */
  sealed interface Answer {

    /** The gateway has it. */
    record Taken() implements Answer {}

    /** No text goes to this number, whoever asks. */
    record NotTaken(int status) implements Answer {}

    /** The gateway takes none as it is set up; says why, without number or words. */
    record Refused(String reason) implements Answer {}
  }

  /**
   * Sends one.
   *
   * @throws IOException if it cannot be sent now; says why, without number or words
   */
  Answer send(Message message) throws IOException, InterruptedException;
}
