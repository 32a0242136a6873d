package awssimulator;

/** Every published metering case by its name, in the concurrent model. */
class ConcurrentMeteringVectorIntegrationTests extends MeteringCases {
  ConcurrentMeteringVectorIntegrationTests() {
    super(false);
  }
}
