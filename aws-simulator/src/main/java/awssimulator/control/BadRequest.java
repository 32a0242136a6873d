package awssimulator.control;

/** A control request that is wrong in itself. */
final class BadRequest extends RuntimeException {
  BadRequest(String sentence) {
    super(sentence);
  }
}
