package io.countinghouse.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.Countinghouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The operator's reference lists every setting there is, and none that is not. */
class SettingsReferenceTests {

  private static final Pattern KEY = Pattern.compile("(?m)^\\| `(countinghouse\\.[^`]+)` \\|");

  /** The settings that {@link SettingsCheckTests} has made up. */
  private static final String OF_A_TEST = "countinghouse.shop.";

  @Test
  void theReferenceListsTheSettingsThereAre() throws IOException {
    TreeSet<String> listed = new TreeSet<>();
    Matcher matcher = KEY.matcher(Files.readString(Path.of("../docs/operations.md")));
    while (matcher.find()) {
      listed.add(matcher.group(1));
    }
    KnownSettings known =
        KnownSettings.onClassPath("io.countinghouse", Countinghouse.class.getClassLoader());
    assertThat(listed)
        .as("the tables of docs/operations.md against the settings records")
        .containsExactlyInAnyOrderElementsOf(
            known.keys().stream().filter(key -> !key.startsWith(OF_A_TEST)).toList());
  }
}
