package io.countinghouse.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A customer whose browser has no scripts and draws nothing: quick, where the looks are no matter.
 */
final class PlainBrowser {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final Pattern WORKSPACE = Pattern.compile("/w/(wksp_[^/\"]+)/start");
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final DemoProcess demo;
  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final String name =
      "plain" + NUMBERS.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);

  PlainBrowser(DemoProcess demo) {
    this.demo = demo;
  }

  String email() {
    return name + "@example.com";
  }

  /** Lands, registers with the code from the mail, and gives the new workspace. */
  String setUp(Aws.Sold sold, Market market) {
    String _ = post(sold.landing(), Map.of("x-amzn-marketplace-token", sold.registrationToken()));
    String csrf = found(CSRF, get("/setup/register/account"));
    String _ = post(demo.server("/setup/register/code"), Map.of("email", email(), "_csrf", csrf));
    String _ =
        post(
            demo.server("/setup/register/account"),
            Map.of(
                "_csrf",
                csrf,
                "site",
                market.site(),
                "username",
                name,
                "email",
                email(),
                "code",
                new Outside(demo).codeSentTo(email()),
                "password",
                "correct horse battery",
                "phone",
                ""));
    String _ =
        post(
            demo.server("/setup/register/company"),
            Map.of("_csrf", csrf, "company", "Example Ltd", "agreed", "yes"));
    String done =
        post(
            demo.server("/setup/register/workspace"),
            Map.of(
                "_csrf", csrf, "workspaceName", "Workspace of " + name, "workspaceLanguage", "en"));
    return found(WORKSPACE, done);
  }

  /** The plan page of a workspace of this customer, as it is sent. */
  String planOf(String workspace) {
    return get("/w/" + workspace + "/plan");
  }

  /** Whether the plan page shows the lock. */
  boolean isLocked(String workspace) {
    return planOf(workspace).contains("alert-important");
  }

  private static String found(Pattern pattern, String page) {
    Matcher matcher = pattern.matcher(page);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in:\n" + page);
    }
    return matcher.group(1);
  }

  private String get(String path) {
    return send(HttpRequest.newBuilder(demo.server(path)));
  }

  private String post(URI uri, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  private String send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.header("Accept-Language", "en").build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError(
            response.uri() + " answered " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
