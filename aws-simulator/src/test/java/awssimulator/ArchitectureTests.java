package awssimulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the simulator's packages may depend on each other and on others. */
@AnalyzeClasses(packages = "awssimulator", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("awssimulator.(**)").should().beFreeOfCycles();

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

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleCatchesAClassThatBreaksIt(ArchRule rule) {
    JavaClasses broken =
        new ClassFileImporter().importPackages("awssimulator.broken", "io.countinghouse.broken");
    JavaClasses money = new ClassFileImporter().importPackages("awssimulator.metering");
    assertThat(rule.evaluate(rule.equals(moneyDoesNotFloat) ? money : broken).hasViolation())
        .isTrue();
  }

  static Stream<ArchRule> rules() {
    return Stream.of(
        packagesHaveNoCycles,
        theSimulatorKnowsNothingOfTheServer,
        theQueueEngineStaysInItsPackage,
        businessTimeIsNotTheWalls,
        moneyDoesNotFloat);
  }
}
