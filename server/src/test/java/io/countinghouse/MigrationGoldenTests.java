package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The migrations, in their order. An existing database starts only if those that it has are as they
 * were and every other comes after them: the list grows at its end and nowhere else.
 */
class MigrationGoldenTests {

  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
  private static final String LIST = "migrations.txt";

  @Test
  void migrationsAreOnlyAddedAtTheEnd() throws Exception {
    List<String> now;
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      now =
          files
              .sorted(Comparator.comparingInt(MigrationGoldenTests::number))
              .map(MigrationGoldenTests::line)
              .toList();
    }
    List<String> known = Files.readAllLines(Path.of("src/test/resources/golden").resolve(LIST));

    assertThat(now.subList(0, Math.min(known.size(), now.size())))
        .as("a migration of %s is changed, gone, or no longer after those before it", LIST)
        .isEqualTo(known);
    GoldenFile.assertUnchanged(LIST, now.stream().collect(Collectors.joining("\n", "", "\n")));
  }

  private static int number(Path migration) {
    String name = migration.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  private static String line(Path migration) {
    try {
      String text = Files.readString(migration).replace("\r\n", "\n");
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return migration.getFileName() + " " + HexFormat.of().formatHex(digest, 0, 8);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
