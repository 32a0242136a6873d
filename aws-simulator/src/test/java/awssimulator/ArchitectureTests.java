package awssimulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** How the simulator's packages may depend on each other and on others. */
@AnalyzeClasses(packages = "awssimulator", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("awssimulator.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theSimulatorKnowsNothingOfTheServer =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.countinghouse..");

  @ArchTest
  static final ArchRule theQueueEngineStaysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("awssimulator.queue")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.elasticmq..", "org.apache.pekko..", "scala..");

  @ArchTest
  static final ArchRule businessTimeIsNotTheWalls =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("awssimulator.clock.WallClock")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.Clock.class, "systemUTC")
          .orShould()
          .callMethod(java.time.InstantSource.class, "system");

  @ArchTest
  static final ArchRule moneyDoesNotFloat =
      noClasses()
          .that()
          .resideInAnyPackage("awssimulator.metering", "awssimulator.wire")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Double.class, Float.class);
}
