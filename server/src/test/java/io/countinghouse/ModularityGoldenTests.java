package io.countinghouse;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityGoldenTests {

  private static final ApplicationModules MODULES = ApplicationModules.of(Countinghouse.class);

  @Test
  void everyPackageUsesOnlyWhatItMay() {
    MODULES.verify();
  }

  @Test
  void theGraphOfThePackagesIsTheKnownOne() {
    String graph =
        MODULES.stream()
            .flatMap(from ->
                from.getDirectDependencies(MODULES)
                    .uniqueModules()
                    .map(to -> from.getIdentifier() + " -> " + to.getIdentifier()))
            .sorted()
            .distinct()
            .collect(Collectors.joining("\n", "", "\n"));
    GoldenFile.assertUnchanged("modules.txt", graph);
  }
}
