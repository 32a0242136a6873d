package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A browser with cookies; it follows no redirect by itself. */
final class Browser {
  private final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
  private final TestSimulator simulator;
  private final String language;

  Browser(TestSimulator simulator, String language) {
    this.simulator = simulator;
    this.language = language;
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  String page(String path) {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.body();
  }

  /** Posts a form with the page's form token and returns where it redirects to. */
  String submit(String path, String... namesAndValues) {
    HttpResponse<String> response = send(path, namesAndValues);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
    return response.headers().firstValue("Location").orElseThrow();
  }

  /** Posts a form with the page's form token. */
  HttpResponse<String> send(String path, String... namesAndValues) {
    StringBuilder form = new StringBuilder("_csrf=").append(formToken());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      form.append('&')
          .append(namesAndValues[i])
          .append('=')
          .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
    }
    return post(path, form.toString());
  }

  HttpResponse<String> post(String path, String form) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private String formToken() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(c -> c.getName().equals("simulator-form"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private URI uri(String path) {
    return URI.create(simulator.address()).resolve(path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.header("Accept-Language", language).header("Accept", "text/html").build(),
          BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
