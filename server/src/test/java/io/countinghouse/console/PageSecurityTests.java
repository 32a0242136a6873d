package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.site.Brand;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.web.http.CookieSerializer.CookieValue;

/** What depends on where the server is reached and how it looks. */
class PageSecurityTests {

  @Test
  void overHttpsTheSessionCookieIsSecureAndBoundToTheHost() {
    assertThat(cookie("https://pay.example.com"))
        .startsWith("__Host-session=")
        .contains("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/")
        .doesNotContain("Domain");
  }

  @Test
  void overHttpItStillWorks() {
    assertThat(cookie("http://localhost:8080"))
        .startsWith("session=")
        .contains("; HttpOnly", "; SameSite=Lax")
        .doesNotContain("Secure");
  }

  @Test
  void onlyLogoAndVideoMayComeFromElsewhere() {
    assertThat(
            PageSecurity.contentPolicy(
                brand("http://localhost", "https://cdn.example.com/a.svg"),
                "https://video.example.com/start.mp4"))
        .contains("img-src 'self' data: https://cdn.example.com;")
        .contains("media-src 'self' https://video.example.com;");
    assertThat(PageSecurity.contentPolicy(brand("http://localhost", "/assets/logo.svg"), ""))
        .contains("img-src 'self' data:;", "media-src 'self';");
  }

  private static String cookie(String baseUrl) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    MockHttpServletResponse response = new MockHttpServletResponse();
    new SessionConfiguration()
        .sessionCookie(brand(baseUrl, ""))
        .writeCookieValue(new CookieValue(request, response, "id"));
    return String.valueOf(response.getHeader("Set-Cookie"));
  }

  private static Brand brand(String baseUrl, String logo) {
    return new Brand(
        "名", "Name", "a@example.com", "#112233", logo, "", "", "", "", URI.create(baseUrl));
  }
}
