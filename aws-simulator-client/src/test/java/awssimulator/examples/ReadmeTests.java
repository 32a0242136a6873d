package awssimulator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.events.LegacyMessage;
import awssimulator.settings.SimulatorSettings;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulator's README says what is there. */
class ReadmeTests {
  private static final Path MODULE = Path.of("../aws-simulator");
  private static final Path README = MODULE.resolve("README.md");
  private static final Pattern SHOWN =
      Pattern.compile("<!-- (\\S+) -->\\n```(\\w+)\\n(.*?)```\\n", Pattern.DOTALL);

  /** Files beside the examples that need not be read to follow them. */
  private static final Set<String> NOT_SHOWN =
      Set.of(".npmrc", "package.json", "package-lock.json");

  private static String readme() throws IOException {
    return Files.readString(README, StandardCharsets.UTF_8);
  }

  @Test
  void everyExampleIsShownAsItIs() throws IOException {
    String before = readme();
    Set<Path> shown = new TreeSet<>();
    StringBuilder after = new StringBuilder();
    Matcher block = SHOWN.matcher(before);
    while (block.find()) {
      Path file = MODULE.resolve(block.group(1)).normalize();
      shown.add(file);
      String text =
          "<!-- %s -->\n```%s\n%s```\n"
              .formatted(block.group(1), block.group(2), Files.readString(file));
      block.appendReplacement(after, Matcher.quoteReplacement(text));
    }
    block.appendTail(after);
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(README, after);
    }
    assertThat(readme())
        .as(
            "rewrite it by: mvn -pl aws-simulator-client -am test -Dtest=ReadmeTests"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.rewrite=true")
        .isEqualTo(after.toString());
    try (Stream<Path> files = Files.walk(MODULE.resolve("examples"))) {
      assertThat(files.filter(Files::isRegularFile).map(Path::normalize))
          .filteredOn(file -> !file.toString().contains("node_modules"))
          .filteredOn(file -> !NOT_SHOWN.contains(file.getFileName().toString()))
          .hasSize(4)
          .allMatch(shown::contains);
    }
  }

  @Test
  void everyControlRequestIsListedAndNoOther() throws IOException {
    List<String> listed = new ArrayList<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `((?:GET|POST|PUT|DELETE) /\\S+)` \\|").matcher(readme());
    while (row.find()) {
      listed.add(row.group(1));
    }
    List<String> described = new ArrayList<>();
    for (var path : description().get("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        described.add(
            method.toUpperCase(Locale.ROOT) + " " + path.getKey().substring("/control".length()));
      }
    }
    assertThat(listed).containsExactlyInAnyOrderElementsOf(described);
  }

  @Test
  void everyKindOfFaultAndMessageIsListed() throws IOException {
    String readme = readme();
    JsonNode kinds = description().at("/components/schemas/Fault/properties/kind/enum");
    assertThat(kinds.size()).isGreaterThan(10);
    kinds.forEach(kind -> assertThat(readme).contains("`" + kind.stringValue() + "`"));
    JsonNode actions =
        description().at("/components/schemas/NewNotificationRule/properties/action/enum");
    assertThat(actions.size()).isGreaterThan(4);
    actions.forEach(action -> assertThat(readme).contains("`" + action.stringValue() + "`"));
    for (LegacyMessage message : LegacyMessage.values()) {
      assertThat(readme).contains("`" + message.action() + "`");
    }
  }

  private static JsonNode description() throws IOException {
    return new JsonMapper()
        .readTree(Files.readString(MODULE.resolve("src/main/resources/awssimulator/openapi.json")));
  }

  @Test
  void everySettingIsListed() throws IOException {
    Set<String> keys = new TreeSet<>();
    addKeys(SimulatorSettings.class, keys);
    assertThat(keys).hasSizeGreaterThan(50);
    String settings = readme().substring(readme().indexOf("## Settings"));
    Set<String> listed = new TreeSet<>();
    Matcher code = Pattern.compile("`([^`]+)`").matcher(settings);
    while (code.find()) {
      String key = code.group(1);
      listed.add(key.substring(key.lastIndexOf('.') + 1));
    }
    assertThat(listed).containsAll(keys);
  }

  /** The names of the settings, without those of the groups they are in. */
  private static void addKeys(Type type, Set<String> keys) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      addKeys(arguments[arguments.length - 1], keys);
    } else if (type instanceof Class<?> record && record.isRecord()) {
      for (RecordComponent component : record.getRecordComponents()) {
        boolean group =
            component.getType().isRecord()
                || (component.getGenericType() instanceof ParameterizedType generic
                    && Arrays.stream(generic.getActualTypeArguments())
                        .anyMatch(a -> a instanceof Class<?> c && c.isRecord()));
        if (!group) {
          keys.add(component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
        }
        addKeys(component.getGenericType(), keys);
      }
    }
  }
}
