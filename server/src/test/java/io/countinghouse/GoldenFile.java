package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file under {@code src/test/resources/golden} that a person should see change. Compares;
 * rewrites only when asked by {@code -Dgolden.rewrite=true}, which no build server passes.
 */
public final class GoldenFile {

  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private GoldenFile() {}

  /** Fails, naming the one command that rewrites the file, if it differs from what is so now. */
  public static void assertUnchanged(String name, String actual) {
    Path file = FOLDER.resolve(name);
    try {
      if (Boolean.getBoolean("golden.rewrite")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertThat(actual)
          .as(
              "%s has changed. If that is meant, rewrite it and look at the difference:%n%n"
                  + "  mvn -B -pl server test -Dtest='*Golden*Tests' -Dgolden.rewrite=true%n",
              file)
          .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
