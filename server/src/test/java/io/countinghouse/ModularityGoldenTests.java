package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

class ModularityGoldenTests {

  private static final ApplicationModules MODULES = ApplicationModules.of(Countinghouse.class);

  @Test
  void everyPackageUsesOnlyWhatItMay() {
    MODULES.verify();
  }

  @Test
  void everyPackageSaysWhatItMayUse() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.countinghouse");
    SortedSet<String> packages =
        classes.stream()
            .map(type -> type.getPackageName().split("\\."))
            .filter(parts -> parts.length > 2)
            .map(parts -> parts[2])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages).contains("kernel", "database", "metering");
    for (String name : packages) {
      ApplicationModule module =
          classes
              .getPackage("io.countinghouse." + name)
              .tryGetAnnotationOfType(ApplicationModule.class)
              .orElseThrow(() -> new AssertionError(name + " has no @ApplicationModule"));
      assertThat(List.of(module.allowedDependencies()))
          .as("allowed dependencies of %s", name)
          .doesNotContain(ApplicationModule.OPEN_TOKEN);
      assertThat(module.type()).isEqualTo(ApplicationModule.Type.CLOSED);
    }
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
