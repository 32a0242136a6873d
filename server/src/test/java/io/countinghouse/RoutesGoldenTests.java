package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@JobTest
class RoutesGoldenTests implements BothProducts {

  /** An authority somewhere in the sources: {@code ROLE_X}, hasRole("X") or hasAuthority("X"). */
  private static final Pattern AUTHORITY =
      Pattern.compile("\"(ROLE_[A-Z_]+)\"|has(?:Any)?(Role|Authority)\\(\"([A-Za-z_]+)\"");

  /** A role named by a constant. */
  private static final Pattern ROLE = Pattern.compile("String ROLE(?:_\\w+)? = \"([A-Z_]+)\"");

  @Autowired private ApplicationContext context;
  @Autowired private FilterChainProxy security;

  @Test
  void theRoutesAndWhoMayCallThemAreTheKnownOnes() throws IOException {
    Routes routes =
        new Routes(
            security,
            context.getBeansOfType(RequestMappingHandlerMapping.class).values().stream().toList(),
            authorities());
    String table = routes.table();
    assertThat(table).contains("UsageController");
    GoldenFile.assertUnchanged("routes.txt", table);
  }

  /** Read off the sources, so that a new kind of caller cannot be left out by forgetting it. */
  private static Set<String> authorities() throws IOException {
    Set<String> found = new TreeSet<>(Set.of("AUTHENTICATED"));
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"), 20)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        ROLE.matcher(source).results().forEach(role -> found.add("ROLE_" + role.group(1)));
        Matcher matcher = AUTHORITY.matcher(source);
        while (matcher.find()) {
          String role = "Role".equals(matcher.group(2)) ? "ROLE_" : "";
          found.add(matcher.group(1) != null ? matcher.group(1) : role + matcher.group(3));
        }
      }
    }
    return found;
  }
}
