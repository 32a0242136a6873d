package io.countinghouse.kernel.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** All settings there are under our prefix, read off the settings records on the class path. */
final class KnownSettings {

  static final String PREFIX = "countinghouse";

  private static final Pattern INDEX = Pattern.compile("\\[?(\\d+)]?");

  private final Setting.Group root;

  private KnownSettings(Setting.Group root) {
    this.root = root;
  }

  /** The settings of every {@link ConfigurationProperties} record below a package. */
  static KnownSettings onClassPath(String basePackage, ClassLoader loader) {
    ClassPathScanningCandidateComponentProvider scanner =
        new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return of(
        scanner.findCandidateComponents(basePackage).stream()
            .<Class<?>>map(found -> load(found, loader))
            .toList());
  }

  private static Class<?> load(BeanDefinition found, ClassLoader loader) {
    return ClassUtils.resolveClassName(Objects.requireNonNull(found.getBeanClassName()), loader);
  }

  /** The settings of these records; the ones outside our prefix are left out. */
  static KnownSettings of(List<Class<?>> records) {
    Map<String, Setting> members = new LinkedHashMap<>();
    for (Class<?> record : records) {
      String prefix =
          MergedAnnotations.from(record).get(ConfigurationProperties.class).getString("prefix");
      if (prefix.startsWith(PREFIX + ".")) {
        members.put(prefix.substring(PREFIX.length() + 1), Setting.of(record));
      }
    }
    return new KnownSettings(new Setting.Group(members));
  }

  /** Every key, sorted, as written in a file. */
  List<String> keys() {
    return root.keys(PREFIX).sorted().toList();
  }

  /** Whether a key, in whichever spelling, is ours by its prefix. */
  static boolean isOurs(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return lower.startsWith(PREFIX + ".") || lower.startsWith(PREFIX + "_");
  }

  /** Whether a key of ours leads to a setting. */
  boolean knows(String key) {
    List<String> parts = parts(key);
    return root.knows(parts.subList(1, parts.size()));
  }

  /** The setting whose key is the most like this one, in the same spelling and with its indices. */
  String nearest(String key) {
    String plain = plain(key);
    String nearest =
        keys().stream()
            .min(Comparator.comparingInt(known -> distance(plain, plain(known))))
            .orElse(PREFIX);
    Matcher index = INDEX.matcher(key);
    while (index.find()) {
      nearest = nearest.replaceFirst("\\[0]", "[#" + index.group(1) + "]");
    }
    nearest = nearest.replace("[#", "[");
    return key.contains(".")
        ? nearest
        : nearest.replaceAll("[.\\[]", "_").replaceAll("[]-]", "").toUpperCase(Locale.ROOT);
  }

  private static List<String> parts(String key) {
    boolean environment = !key.contains(".");
    return Stream.of(key.split(environment ? "_" : "[.\\[\\]]+"))
        .map(part -> part.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static String plain(String key) {
    return String.join("", parts(INDEX.matcher(key).replaceAll("")));
  }

  /** How many letters must be put in, taken out or changed to make one of the other. */
  private static int distance(String from, String to) {
    List<Integer> row = new ArrayList<>();
    for (int j = 0; j <= to.length(); j++) {
      row.add(j);
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row.getFirst();
      row.set(0, i);
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row.get(j);
        row.set(j, Math.min(change, Math.min(diagonal, row.get(j - 1)) + 1));
      }
    }
    return row.getLast();
  }
}
