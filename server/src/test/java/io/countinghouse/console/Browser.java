package io.countinghouse.console;

import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.util.UriComponentsBuilder;

/** A browser without scripts: keeps cookies and sends a form's hidden token along. */
final class Browser {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final MockMvc http;
  private final Locale preferred;
  private final Map<String, Cookie> cookies = new TreeMap<>();
  private String csrf = "";

  Browser(MockMvc http, Locale preferred) {
    this.http = http;
    this.preferred = preferred;
  }

  /** What came back. */
  record Answer(int status, @Nullable String location, String body, MockHttpServletResponse raw) {

    String leadsTo() {
      return Objects.requireNonNull(location, () -> "no redirect but " + status + "\n" + body);
    }
  }

  /** The same person's second tab: the same cookies, and the form as it is open now. */
  Browser secondTab() {
    Browser tab = new Browser(http, preferred);
    tab.cookies.putAll(cookies);
    tab.csrf = csrf;
    return tab;
  }

  /** As both tabs are of one browser, a cookie that one got the other has too. */
  void shareCookiesOf(Browser other) {
    cookies.putAll(other.cookies);
  }

  Answer get(String path) {
    return answer(MockMvcRequestBuilders.get(uri(path)));
  }

  /** Goes where an answer leads to. */
  Answer follow(Answer answer) {
    return get(answer.leadsTo());
  }

  /** Sends a form of the page seen last. */
  Answer post(String path, Map<String, String> fields) {
    return answer(with(MockMvcRequestBuilders.post(uri(path)), fields).param("_csrf", csrf));
  }

  /** Sends a form with a file of the page seen last. */
  Answer upload(String path, Map<String, String> fields, byte[] file) {
    return answer(
        with(
                MockMvcRequestBuilders.multipart(uri(path))
                    .file(new MockMultipartFile("file", "prices.csv", "text/csv", file)),
                fields)
            .param("_csrf", csrf));
  }

  /** Sends a form of ours from elsewhere: without the token of the page. */
  Answer forge(String path, Map<String, String> fields) {
    return answer(with(MockMvcRequestBuilders.post(uri(path)), fields));
  }

  /** The same, of a page that the browser says. */
  Answer forge(String from, String path, Map<String, String> fields) {
    return answer(with(MockMvcRequestBuilders.post(uri(path)), fields).header("Referer", from));
  }

  /** Sends a form of another site: a Lax cookie stays behind. */
  Answer postFromElsewhere(String path, Map<String, String> fields) {
    Map<String, Cookie> left = Map.copyOf(cookies);
    cookies.clear();
    Answer answer = answer(with(MockMvcRequestBuilders.post(uri(path)), fields));
    left.forEach(cookies::putIfAbsent);
    return answer;
  }

  /** As htmx sends it. */
  Answer postByScript(String path, Map<String, String> fields) {
    return answer(
        with(MockMvcRequestBuilders.post(uri(path)), fields)
            .param("_csrf", csrf)
            .header("HX-Request", "true"));
  }

  @Nullable Cookie cookie(String name) {
    return cookies.get(name);
  }

  void setCookie(String name, String value) {
    cookies.put(name, new Cookie(name, value));
  }

  private static java.net.URI uri(String path) {
    return UriComponentsBuilder.fromUriString(path).build(true).toUri();
  }

  private static <B extends AbstractMockHttpServletRequestBuilder<B>> B with(
      B request, Map<String, String> fields) {
    fields.forEach(request::param);
    return request;
  }

  private Answer answer(AbstractMockHttpServletRequestBuilder<?> request) {
    request.header("Accept-Language", preferred.toLanguageTag()).locale(preferred);
    if (!cookies.isEmpty()) {
      request.cookie(cookies.values().toArray(Cookie[]::new));
    }
    try {
      MockHttpServletResponse response = http.perform(request).andReturn().getResponse();
      for (Cookie cookie : response.getCookies()) {
        if (cookie.getMaxAge() == 0) {
          cookies.remove(cookie.getName());
        } else {
          cookies.put(cookie.getName(), cookie);
        }
      }
      String body = response.getContentAsString(StandardCharsets.UTF_8);
      Matcher token = CSRF.matcher(body);
      if (token.find()) {
        csrf = token.group(1);
      }
      return new Answer(response.getStatus(), response.getHeader("Location"), body, response);
    } catch (Exception e) {
      throw new AssertionError("the request failed", e);
    }
  }
}
