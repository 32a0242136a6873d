package io.countinghouse.bench;

import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.identity.EmailCodes;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts that sets one subscription up, and says how long each answer took. */
final class SetUpCaller {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final String EMAIL = "bench@example.com";
  private static final int OK = 200;
  private static final int SEE_OTHER = 303;
  private static final int FOUND = 302;

  private final ReadingRig rig;
  private final String base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .build();
  private String csrf = "";
  private String code = "";

  SetUpCaller(ReadingRig rig) {
    this.rig = rig;
    this.base = "http://127.0.0.1:" + rig.port();
  }

  /** Comes from AWS with a token. */
  void land() throws IOException, InterruptedException {
    long _ = post("/aws/guance-cn", Map.of("x-amzn-marketplace-token", "bench"), SEE_OTHER);
    long _ = get("/setup", OK);
    Matcher found = CSRF.matcher(send(request("/setup/register/account").GET(), OK).body());
    if (!found.find()) {
      throw new IOException("no form on the page");
    }
    csrf = found.group(1);
  }

  /** Takes the first two steps, so that the third can be seen. */
  void register() throws IOException, InterruptedException, SQLException {
    long _ = post("/setup/register/code", Map.of("email", EMAIL), OK);
    EmailCodeId id =
        new EmailCodeId(rig.text("SELECT id FROM identity.email_code ORDER BY requested_at DESC"));
    code = rig.bean(EmailCodes.class).issue(id).orElseThrow();
    long _ = post("/setup/register/account", account(), FOUND);
    code = "";
    long _ =
        post("/setup/register/company", Map.of("company", "Bench Ltd", "agreed", "yes"), FOUND);
  }

  /** The first step filled in; an address once shown to be theirs needs no other code. */
  Map<String, String> account() {
    return Map.of(
        "site",
        "cn2",
        "username",
        "bench-mark",
        "email",
        EMAIL,
        "code",
        code,
        "password",
        "correct horse battery",
        "phone",
        "");
  }

  /**
   * Asks for a page.
   *
   * @return nanoseconds until it was there in whole
   */
  long get(String path, int status) throws IOException, InterruptedException {
    long began = System.nanoTime();
    HttpResponse<String> _ = send(request(path).GET(), status);
    return System.nanoTime() - began;
  }

  /**
   * Sends a form.
   *
   * @return nanoseconds until the answer was there in whole
   */
  long post(String path, Map<String, String> form, int status)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(form);
    all.put("_csrf", csrf);
    String body =
        all.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    long began = System.nanoTime();
    HttpResponse<String> _ = send(request, status);
    return System.nanoTime() - began;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).header("Accept-Language", "en");
  }

  private HttpResponse<String> send(HttpRequest.Builder request, int status)
      throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() != status) {
      throw new IOException(
          "%s answered %d and not %d: %s"
              .formatted(response.uri(), response.statusCode(), status, response.body()));
    }
    return response;
  }
}
