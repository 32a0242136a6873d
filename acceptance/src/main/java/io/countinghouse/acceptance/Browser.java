package io.countinghouse.acceptance;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchPersistentContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** A Chromium with a new profile. */
final class Browser implements AutoCloseable {

  private static final List<String> FLAGS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** The check runs all other tests beside. */
  private static final int WAIT_MILLIS = 60_000;

  private final Path profile;
  private final Playwright playwright;
  private final BrowserContext context;

  private Browser(Path profile, Playwright playwright, BrowserContext context) {
    this.profile = profile;
    this.playwright = playwright;
    this.context = context;
  }

  static Browser open(Reader reader) {
    Path chromium = chromium();
    try {
      Path profile = Files.createTempDirectory("countinghouse-browser-");
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      BrowserContext context =
          playwright
              .chromium()
              .launchPersistentContext(
                  profile,
                  new LaunchPersistentContextOptions()
                      .setExecutablePath(chromium)
                      .setArgs(FLAGS)
                      .setTimeout(WAIT_MILLIS)
                      .setLocale(reader.locale())
                      .setViewportSize(reader.width(), reader.height()));
      context.setDefaultTimeout(WAIT_MILLIS);
      return new Browser(profile, playwright, context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path chromium() {
    Optional<Path> found =
        Stream.concat(
                Stream.ofNullable(System.getenv("CHROMIUM")),
                Stream.of(
                    "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"))
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    return found.orElseThrow(() ->
        new AssertionError(
            "Chromium is missing: install the package chromium, or set CHROMIUM to its path."));
  }

  Page page() {
    return context.pages().getFirst();
  }

  /** Forgets who was signed in, as a new browser. */
  void forget() {
    context.clearCookies();
  }

  /** Lands by the form that AWS's page posts, from another site. */
  static void land(Page page, DemoProcess demo, Aws.Sold sold) {
    page.navigate(demo.simulator("/").toString());
    Object _ =
        page.evaluate(
            """
            ([url, token]) => {
              const form = document.createElement('form');
              form.method = 'post';
              form.action = url;
              const field = document.createElement('input');
              field.name = 'x-amzn-marketplace-token';
              field.value = token;
              form.append(field);
              document.body.append(form);
              form.submit();
            }\
            """,
            new String[] {sold.landing().toString(), sold.registrationToken()});
  }

  @Override
  public void close() {
    context.close();
    playwright.close();
    try {
      FileSystemUtils.deleteRecursively(profile);
    } catch (IOException _) {
      // A process of the browser that ends only now still writes there.
    }
  }
}
