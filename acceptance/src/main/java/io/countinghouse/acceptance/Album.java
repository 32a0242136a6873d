package io.countinghouse.acceptance;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Which pages of ours were looked at, by whom: each is known by its template, and is to be seen in
 * both languages on both screens. The marks of one build lie in a folder of its own, so that all
 * its JVMs share them and no earlier build's count.
 */
final class Album {

  private static final Path MARKS =
      Path.of("target", "pages-seen", System.getProperty("acceptance.build", "single"));

  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  private Album() {}

  /** The template that a page was made from; empty where it is none of ours. */
  static String pageOf(Page page) {
    return page.evaluate("document.querySelector('meta[name=page]')?.content ?? ''")
            instanceof String name
        ? name
        : "";
  }

  /** Waits until a page is there. */
  static void await(Page page, String name) {
    page.locator("meta[name=page][content='" + name + "']")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    page.waitForLoadState();
  }

  /** Notes that somebody looks at something; whether this JVM had not seen them do so. */
  static boolean isNews(String what, Reader reader) {
    return SEEN.add(what + "@" + reader);
  }

  static boolean isMissing(String page, Reader reader) {
    return !Files.exists(mark(page, reader));
  }

  static void add(String page, Reader reader) {
    try {
      Files.createDirectories(MARKS);
      Files.writeString(mark(page, reader), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path mark(String page, Reader reader) {
    return MARKS.resolve(page.replace('/', '.') + "@" + reader);
  }

  /** All pages there are, by the templates that have a head. */
  static List<String> pages() {
    Path here = Path.of("").toAbsolutePath();
    Path folder = Path.of("server", "src", "main", "resources", "templates");
    Path templates =
        Files.exists(here.resolve(folder)) ? here.resolve(folder) : here.resolveSibling(folder);
    try (Stream<Path> files = Files.walk(templates)) {
      return files
          .filter(it -> it.toString().endsWith(".html"))
          .filter(Album::isPage)
          .map(it -> templates.relativize(it).toString().replaceFirst("\\.html$", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isPage(Path template) {
    try {
      return Files.readString(template).contains("layout :: head(");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
