package awssimulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.client.DescribedSimulator.Call;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every method of the client, called once, against the description of the control API. */
class ClientContractTests {
  private static final JsonMapper JSON = new JsonMapper();

  private static DescribedSimulator simulator;
  private static final List<Called> called = new ArrayList<>();

  /** A method of the client, the one request it made, and what it returned. */
  private record Called(Method method, Call call, @Nullable Object returned) {}

  @BeforeAll
  static void callEverything() throws IOException, ReflectiveOperationException {
    simulator = new DescribedSimulator();
    SimulatorClient client = SimulatorClient.at(simulator.address());
    for (Method method : publicMethods(SimulatorClient.class)) {
      Object part = method.invoke(client);
      if (part instanceof JsonNode) {
        called.add(new Called(method, simulator.calls().getLast(), part));
      } else if (part != null
          && part.getClass().getPackage() == SimulatorClient.class.getPackage()) {
        for (Method request : publicMethods(part.getClass())) {
          call(part, request);
        }
      }
    }
  }

  private static void call(Object part, Method request) throws ReflectiveOperationException {
    int before = simulator.calls().size();
    Object[] arguments =
        Arrays.stream(request.getGenericParameterTypes())
            .map(ClientContractTests::example)
            .toArray();
    try {
      Object returned = request.invoke(part, arguments);
      assertThat(simulator.calls()).as(request.toString()).hasSize(before + 1);
      called.add(new Called(request, simulator.calls().getLast(), returned));
    } catch (InvocationTargetException e) {
      throw new AssertionError(request + " failed", e.getCause());
    }
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  private static List<Method> publicMethods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(m -> Modifier.isPublic(m.getModifiers()) && !Modifier.isStatic(m.getModifiers()))
        .sorted(Comparator.comparing(Method::toString))
        .toList();
  }

  /** A value of that type with every member set. */
  private static Object example(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      return generic.getRawType() == List.class
          ? List.of(example(last))
          : Map.of("any", example(last));
    }
    Class<?> wanted = (Class<?>) type;
    if (wanted.isRecord()) {
      return newRecord(wanted);
    }
    if (wanted.isEnum()) {
      return wanted.getEnumConstants()[0];
    }
    return switch (wanted.getSimpleName()) {
      case "String" -> "a b/c";
      case "Object" -> Map.of("action", "subscribe-success");
      case "int", "Integer" -> 7;
      case "long", "Long" -> 7L;
      case "boolean", "Boolean" -> true;
      case "BigDecimal" -> new BigDecimal("0.25");
      case "Instant" -> Instant.parse("2026-11-30T23:59:00Z");
      case "Duration" -> Duration.ofMinutes(10);
      case "YearMonth" -> YearMonth.of(2026, 11);
      default -> throw new AssertionError("No example of " + type);
    };
  }

  private static Object newRecord(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(components).map(c -> example(c.getGenericType())).toArray();
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type + " cannot be made", e);
    }
  }

  @Test
  void everyRouteHasAMethodAndNoMethodGoesElsewhere() {
    Set<String> used = new TreeSet<>();
    called.forEach(c -> used.add(c.call().route()));
    assertThat(used).hasSizeGreaterThan(40).containsExactlyInAnyOrderElementsOf(simulator.routes());
  }

  @Test
  void everyParameterAndMemberCanBeSent() {
    Map<String, Set<String>> sent = new TreeMap<>();
    Map<String, Set<String>> described = new TreeMap<>();
    for (Called c : called) {
      Set<String> names = sent.computeIfAbsent(c.call().route(), _ -> new TreeSet<>());
      names.addAll(c.call().query());
      JsonNode body = c.call().body();
      if (body != null) {
        addMembers("", body, names);
      }
      described.put(c.call().route(), described(simulator.operation(c.call().route())));
    }
    assertThat(sent).isEqualTo(described);
  }

  private static void addMembers(String path, JsonNode value, Set<String> names) {
    if (value.isArray() && !value.isEmpty()) {
      addMembers(path, value.get(0), names);
    } else if (value.isObject()) {
      for (var member : value.properties()) {
        names.add(path + "/" + member.getKey());
        if (!path.endsWith("/message")) {
          addMembers(path + "/" + member.getKey(), member.getValue(), names);
        }
      }
    }
    names.removeIf(name -> name.startsWith("/message/"));
  }

  private static Set<String> described(JsonNode operation) {
    Set<String> names = new TreeSet<>();
    for (JsonNode parameter : operation.path("parameters")) {
      if (parameter.get("in").stringValue().equals("query")) {
        names.add(parameter.get("name").stringValue());
      }
    }
    JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
    if (!schema.isMissingNode()) {
      addDescribed("", schema, names);
    }
    return names;
  }

  private static void addDescribed(String path, JsonNode reference, Set<String> names) {
    JsonNode schema = simulator.resolve(reference);
    for (var property : schema.path("properties").properties()) {
      if (!property.getValue().path("readOnly").asBoolean(false)) {
        names.add(path + "/" + property.getKey());
        addDescribed(path + "/" + property.getKey(), property.getValue(), names);
      }
    }
    if (schema.has("additionalProperties")) {
      names.add(path + "/any");
      addDescribed(path + "/any", schema.get("additionalProperties"), names);
    }
    if (schema.has("items")) {
      addDescribed(path, schema.get("items"), names);
    }
  }

  @Test
  void everyMemberOfAnAnswerIsReturned() {
    for (Called c : called) {
      JsonNode answer = c.call().answer();
      if (answer == null) {
        assertThat(c.method().getReturnType()).as(c.method().toString()).isEqualTo(void.class);
        continue;
      }
      if (!(c.returned() instanceof Number || c.returned() instanceof String)) {
        withoutToldMembers(answer);
        assertThat(JSON.readTree(JSON.writeValueAsString(c.returned())))
            .as(c.method().toString())
            .isEqualTo(answer);
      } else {
        // A single member is returned without the object around it.
        assertThat(answer.size()).isEqualTo(1);
        assertThat(answer.iterator().next().asString())
            .as(c.method().toString())
            .isEqualTo(c.returned().toString());
      }
    }
  }

  /** What the client reads but never writes would be missing from the comparison. */
  private static void withoutToldMembers(JsonNode answer) {
    if (answer.has("operations")) {
      for (JsonNode plan : answer.get("operations")) {
        ((ObjectNode) plan).remove(List.of("calls", "injected"));
      }
    }
  }

  @Test
  void everyDescribedWordOfAnEnumIsKnown() {
    assertThat(enums()).hasSizeGreaterThan(10);
    for (Class<?> type : enums()) {
      Set<String> words = new TreeSet<>();
      for (Object constant : type.getEnumConstants()) {
        words.add(JSON.valueToTree(constant).stringValue());
      }
      assertThat(describedEnums()).as(type.getName()).contains(words);
    }
  }

  private static Set<Set<String>> describedEnums() {
    Set<Set<String>> enums = new HashSet<>();
    for (JsonNode words : simulator.description().findValues("enum")) {
      Set<String> one = new TreeSet<>();
      words.forEach(word -> {
        if (!word.isNull()) {
          one.add(word.stringValue());
        }
      });
      enums.add(one);
    }
    return enums;
  }

  private static List<Class<?>> enums() {
    return new ClassFileImporter()
        .importPath(Path.of("target", "classes", "awssimulator", "client")).stream()
            .filter(JavaClass::isEnum)
            .<Class<?>>map(JavaClass::reflect)
            .toList();
  }
}
