package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.modulith.ApplicationModule;
import rulebreakers.CallsAws;
import rulebreakers.ChecksTheClock;
import rulebreakers.HoldsAWallClock;
import rulebreakers.LoosensATransaction;
import rulebreakers.OpensATransaction;
import rulebreakers.Prints;
import rulebreakers.PrintsAStackTrace;
import rulebreakers.SkipsTheTransaction;
import rulebreakers.billing.HoldsADouble;
import rulebreakers.billing.MakesADecimalOfADouble;
import rulebreakers.billing.ReturnsAFloat;

class ArchitectureTests {

  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.countinghouse");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(HouseRules.AWS_STAYS_IN_ITS_PACKAGE, CallsAws.class),
        Arguments.of(HouseRules.NOBODY_READS_THE_WALL_CLOCK, ChecksTheClock.Instants.class),
        Arguments.of(HouseRules.NOBODY_READS_THE_WALL_CLOCK, ChecksTheClock.Dates.class),
        Arguments.of(HouseRules.NOBODY_READS_THE_WALL_CLOCK, ChecksTheClock.Millis.class),
        Arguments.of(HouseRules.NOBODY_READS_THE_WALL_CLOCK, ChecksTheClock.Clocks.class),
        Arguments.of(HouseRules.WALL_TIME_IS_FOR_FEW, HoldsAWallClock.class),
        Arguments.of(HouseRules.NO_FLOATING_POINT_NEAR_MONEY, HoldsADouble.class),
        Arguments.of(HouseRules.NO_FLOATING_POINT_NEAR_MONEY, ReturnsAFloat.class),
        Arguments.of(HouseRules.NO_FLOATING_POINT_NEAR_MONEY, MakesADecimalOfADouble.class),
        Arguments.of(HouseRules.REPOSITORIES_OPEN_NO_TRANSACTION, SkipsTheTransaction.class),
        Arguments.of(HouseRules.REPOSITORIES_OPEN_NO_TRANSACTION, OpensATransaction.class),
        Arguments.of(HouseRules.REPOSITORIES_OPEN_NO_TRANSACTION, LoosensATransaction.class),
        Arguments.of(HouseRules.NOBODY_PRINTS, Prints.class),
        Arguments.of(HouseRules.NOBODY_PRINTS, PrintsAStackTrace.class));
  }

  @Test
  void theServerIsWhatIsLookedAt() {
    assertThat(SERVER.size()).isGreaterThan(100);
  }

  @Test
  void everyPackageSaysWhatItMayUse() {
    SortedSet<String> packages =
        SERVER.stream()
            .map(type -> type.getPackageName().split("\\."))
            .filter(parts -> parts.length > 2)
            .map(parts -> parts[2])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages).contains("kernel", "database", "metering");
    for (String name : packages) {
      ApplicationModule module =
          SERVER
              .getPackage("io.countinghouse." + name)
              .tryGetAnnotationOfType(ApplicationModule.class)
              .orElseThrow(() -> new AssertionError(name + " has no @ApplicationModule"));
      assertThat(List.of(module.allowedDependencies()))
          .as("allowed dependencies of %s", name)
          .doesNotContain(ApplicationModule.OPEN_TOKEN);
      assertThat(module.type()).isEqualTo(ApplicationModule.Type.CLOSED);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theServerKeepsTheRule(ArchRule rule, Class<?> ignoredHere) {
    rule.check(SERVER);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleCatchesTheClassThatBreaksIt(ArchRule rule, Class<?> breaker) {
    EvaluationResult result = rule.evaluate(new ClassFileImporter().importClasses(breaker));
    assertThat(result.hasViolation()).as(rule.getDescription()).isTrue();
  }
}
