package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Reads every Java source of the project: bans, and how long files and methods may be. */
class HouseTextTests {

  private static final int FILE_LINES_MAX = 300;
  private static final int METHOD_LINES_MAX = 40;
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  /** Files that may be longer, and why. */
  private static final Map<String, String> LONG_FOR_A_REASON = Map.of();

  static final List<HouseText> BANS = HouseText.BANS;

  /** The list of bans quotes what it bans. */
  private static final String THE_LIST_ITSELF = "/HouseText.java";

  @Test
  void noSourceHasBannedText() throws IOException {
    List<String> findings = new ArrayList<>();
    sources()
        .forEach((path, lines) -> BANS.forEach(ban -> findings.addAll(ban.findings(path, lines))));
    assertThat(findings).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("BANS")
  void theBanCatchesItsExample(HouseText ban) {
    String path = "/server/src/main/x/src/test/X.java";
    assertThat(ban.findings(path, List.of("", ban.example()))).hasSize(1);
    assertThat(ban.findings(path, List.of("", "return hour.next();"))).isEmpty();
  }

  @Test
  void noFileIsTooLong() throws IOException {
    List<String> tooLong = new ArrayList<>();
    sources()
        .forEach((path, lines) -> {
          if (lines.size() > FILE_LINES_MAX && !LONG_FOR_A_REASON.containsKey(path)) {
            tooLong.add("%s has %d lines".formatted(path, lines.size()));
          }
        });
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noMethodIsTooLong() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    sources().forEach((path, lines) -> texts.put(path, String.join("\n", lines)));
    assertThat(longMethods(texts)).isEmpty();
  }

  @Test
  void aMethodThatIsTooLongIsFound() throws IOException {
    String body = ";\n".repeat(METHOD_LINES_MAX);
    assertThat(longMethods(Map.of("/X.java", "class X {\nvoid x() {\n" + body + "}\n}")))
        .containsExactly("/X.java: x has 42 lines");
    assertThat(longMethods(Map.of("/X.java", "class X {\nvoid x() {\n}\n}"))).isEmpty();
  }

  private static List<String> longMethods(Map<String, String> texts) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> files = new ArrayList<>();
    texts.forEach((path, text) -> files.add(source(path, text)));
    var task = (JavacTask) compiler.getTask(null, null, _ -> {}, null, null, files);
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    List<String> found = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      String path = unit.getSourceFile().toUri().getPath();
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
          if (method.getBody() == null) {
            return super.visitMethod(method, null);
          }
          // Annotations are not code: counted from the body's opening brace.
          long from = positions.getStartPosition(unit, method.getBody());
          long to = positions.getEndPosition(unit, method.getBody());
          if (from >= 0 && to >= 0) {
            long lines =
                unit.getLineMap().getLineNumber(to) - unit.getLineMap().getLineNumber(from) + 1;
            if (lines > METHOD_LINES_MAX) {
              found.add("%s: %s has %d lines".formatted(path, method.getName(), lines));
            }
          }
          return super.visitMethod(method, null);
        }
      }.scan(unit, null);
    }
    return found;
  }

  private static JavaFileObject source(String path, String text) {
    return new SimpleJavaFileObject(URI.create("string://" + path), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  /** Path, from the project's root and with slashes, to lines. */
  private static SortedMap<String, List<String>> sources() throws IOException {
    SortedMap<String, List<String>> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(PROJECT, 20)) {
      for (Path file : files.filter(HouseTextTests::isSource).toList()) {
        String path = "/" + PROJECT.relativize(file).toString().replace('\\', '/');
        if (!path.endsWith(THE_LIST_ITSELF)) {
          sources.put(path, Files.readAllLines(file));
        }
      }
    }
    assertThat(sources).containsKey("/server/src/main/java/io/countinghouse/Countinghouse.java");
    return sources;
  }

  private static boolean isSource(Path file) {
    String path = PROJECT.relativize(file).toString().replace('\\', '/');
    return path.endsWith(".java") && path.contains("src/") && !path.contains("target/");
  }
}
