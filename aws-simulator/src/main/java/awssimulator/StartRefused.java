package awssimulator;

/** The simulator cannot start; the message is a sentence for the user. */
public final class StartRefused extends RuntimeException {
  StartRefused(String sentence) {
    super(sentence);
  }

  StartRefused(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
