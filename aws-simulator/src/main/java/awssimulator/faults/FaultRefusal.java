package awssimulator.faults;

/** A plan of faults that cannot be carried out. */
public class FaultRefusal extends RuntimeException {
  FaultRefusal(String sentence) {
    super(sentence);
  }
}
