package io.countinghouse.kernel.config;

import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Name;

/** What may stand at a place in the configuration, read off the settings records. */
sealed interface Setting {

  /** One value. */
  record Value() implements Setting {}

  /** Settings by name, in the order of the record. */
  record Group(Map<String, Setting> members) implements Setting {}

  /** A list, written with indices or, if of values, with commas. */
  record Many(Setting element) implements Setting {}

  /** Settings by names the operator chooses. */
  record Named(Setting element) implements Setting {}

  /** The settings of a record, or of a record's component. */
  static Setting of(Type type) {
    if (type instanceof Class<?> raw) {
      if (raw.isArray()) {
        return new Many(of(raw.getComponentType()));
      }
      return raw.isRecord() ? group(raw) : new Value();
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      if (Collection.class.isAssignableFrom(raw)) {
        return new Many(of(last));
      }
      if (Map.class.isAssignableFrom(raw)) {
        return new Named(of(last));
      }
    }
    return new Value();
  }

  private static Setting group(Class<?> record) {
    Map<String, Setting> members = new LinkedHashMap<>();
    RecordComponent[] components = record.getRecordComponents();
    Parameter[] parameters = canonicalParameters(record, components.length);
    for (int i = 0; i < components.length; i++) {
      Name given = parameters[i].getAnnotation(Name.class);
      String name = given != null ? given.value() : dashed(components[i].getName());
      members.put(name, of(components[i].getGenericType()));
    }
    return new Group(members);
  }

  private static Parameter[] canonicalParameters(Class<?> record, int count) {
    return Stream.of(record.getDeclaredConstructors())
        .map(constructor -> constructor.getParameters())
        .filter(parameters -> parameters.length == count)
        .findFirst()
        .orElseThrow();
  }

  private static String dashed(String camelCase) {
    return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** Every key below, as written in a file: {@code [0]} for an index, {@code *} for a free name. */
  default Stream<String> keys(String prefix) {
    return switch (this) {
      case Value() -> Stream.of(prefix);
      case Group(Map<String, Setting> members) ->
          members.entrySet().stream()
              .flatMap(member ->
                  member
                      .getValue()
                      .keys(prefix.isEmpty() ? member.getKey() : prefix + "." + member.getKey()));
      case Many(Value _) -> Stream.of(prefix);
      case Many(Setting element) -> element.keys(prefix + "[0]");
      case Named(Setting element) -> element.keys(prefix + ".*");
    };
  }

  /**
   * Whether a key leads to a value here.
   *
   * @param key its parts in lower-case letters and digits only; a name's own dashes may have become
   *     further parts, as they do in environment variables
   */
  default boolean knows(List<String> key) {
    return switch (this) {
      case Value() -> key.isEmpty();
      case Group(Map<String, Setting> members) ->
          members.entrySet().stream().anyMatch(m -> knowsMember(m.getKey(), m.getValue(), key));
      case Many(Setting element) -> {
        boolean indexed = !key.isEmpty() && key.getFirst().matches("\\d+");
        yield (key.isEmpty() && element instanceof Value)
            || (indexed && element.knows(key.subList(1, key.size())));
      }
      case Named(Setting element) ->
          !key.isEmpty() && (element instanceof Value || element.knows(key.subList(1, key.size())));
    };
  }

  private static boolean knowsMember(String name, Setting setting, List<String> key) {
    String wanted = name.replace("-", "").toLowerCase(Locale.ROOT);
    StringBuilder joined = new StringBuilder();
    for (int parts = 1; parts <= key.size() && joined.length() < wanted.length(); parts++) {
      joined.append(key.get(parts - 1));
      if (joined.toString().equals(wanted) && setting.knows(key.subList(parts, key.size()))) {
        return true;
      }
    }
    return false;
  }
}
