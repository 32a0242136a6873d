package awssimulator;

/** Every published metering case by its name, in the legacy model. */
class LegacyMeteringVectorIntegrationTests extends MeteringCases {
  LegacyMeteringVectorIntegrationTests() {
    super(true);
  }
}
