package awssimulator.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words on the pages, in both languages. */
class MessagesTests {
  private static final Path TEMPLATES = Path.of("src/main/resources/awssimulator/templates");

  private static Properties load(String name) throws IOException {
    Properties properties = new Properties();
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(
                MessagesTests.class.getResourceAsStream("/awssimulator/" + name)),
            StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    return properties;
  }

  @Test
  void bothLanguagesHaveTheSameKeys() throws IOException {
    assertThat(load("messages_zh.properties").stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(load("messages.properties").stringPropertyNames());
  }

  @Test
  void everyKeyOfATemplateIsThere() throws IOException {
    Pattern key = Pattern.compile("#\\{([a-zA-Z][a-zA-Z.-]*)");
    List<String> used = new ArrayList<>();
    try (Stream<Path> files = Files.list(TEMPLATES)) {
      for (Path file : files.toList()) {
        Matcher matcher = key.matcher(Files.readString(file));
        while (matcher.find()) {
          used.add(matcher.group(1));
        }
      }
    }
    assertThat(used).hasSizeGreaterThan(40);
    assertThat(load("messages.properties").stringPropertyNames()).containsAll(used);
  }

  @Test
  void templatesHoldNoInlineScriptAndNoStyle() throws IOException {
    try (Stream<Path> files = Files.list(TEMPLATES)) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file))
            .doesNotContainPattern(
                "<script(?! src=\"/assets/simulator\\.js\" defer></script>)|<style|style=|\\son[a-z]+=");
      }
    }
  }

  @Test
  void chineseUsesItsOwnPunctuation() throws IOException {
    Properties chinese = load("messages_zh.properties");
    for (String key : chinese.stringPropertyNames()) {
      assertThat(chinese.getProperty(key))
          .as(key)
          .doesNotContainPattern("\\p{IsHan}[,.;:?!()]|[,;:?!(]\\p{IsHan}");
    }
  }
}
