package io.countinghouse.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Mails as people last approved them, in {@code src/test/resources/golden/mail}. */
final class GoldenMail {

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden", "mail");
  private static final String REWRITE =
      "mvn -pl server test -Dtest=MailTextsTests -Dgolden.rewrite=true";

  private GoldenMail() {}

  static void check(String name, String actual) {
    Path file = FOLDER.resolve(name);
    try {
      if (Boolean.getBoolean("golden.rewrite")) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, actual);
      }
      String approved = Files.exists(file) ? Files.readString(file) : "";
      assertThat(actual)
          .as("%s differs; if that is right, rewrite it with: %s", name, REWRITE)
          .isEqualTo(approved);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
