package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.RegistrationId;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.MarketplaceApi.Resolution;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;

/** What somebody sees whose landing from AWS goes wrong. */
@ExtendWith(OutputCaptureExtension.class)
class LandingIntegrationTests extends ConsoleIntegration {

  private static final Pattern NUMBER = Pattern.compile("[2-9A-Z]{4}-[2-9A-Z]{4}");

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new Resolution.Expired(), 410, "The link has expired", "链接已过期"),
        Arguments.of(new Resolution.Invalid(), 400, "AWS does not know", "AWS 不认识"),
        Arguments.of(new Resolution.Unavailable("down"), 503, "cannot be reached", "暂时无法连接"),
        Arguments.of(new Resolution.Misconfigured("keys"), 500, "on our side", "我们这边出了问题"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureSaysWhatToDoAndGivesANumberThatIsInTheLog(
      Resolution resolution, int status, String english, String chinese, CapturedOutput output) {
    aws.resolving("secret-token", resolution);
    Browser browser = browser(Locale.ENGLISH);

    Answer answer =
        browser.postFromElsewhere(
            "/aws/guance-cn", Map.of("x-amzn-marketplace-token", "secret-token"));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body())
        .contains(english, "http://localhost/subscribe", "support@example.com")
        .doesNotContain("secret-token");
    Matcher number = NUMBER.matcher(answer.body());
    assertThat(number.find()).isTrue();
    assertThat(output.getAll()).contains(number.group()).doesNotContain("secret-token");
    Answer other = browser.get(languageLink(answer));
    assertThat(browser.follow(other).body()).contains(chinese, number.group());
  }

  private static String languageLink(Answer answer) {
    Matcher link = Pattern.compile("href=\"([^\"]*lang=zh)\"").matcher(answer.body());
    assertThat(link.find()).isTrue();
    return link.group(1).replace("&amp;", "&");
  }

  @Test
  void withoutATokenThePageExplains() {
    Browser browser = browser(Locale.CHINA);
    for (Answer answer :
        new Answer[] {
          browser.get("/aws/guance-cn"),
          browser.postFromElsewhere("/aws/guance-cn", Map.of()),
          browser.postFromElsewhere("/aws/guance-cn", Map.of("x-amzn-marketplace-token", " "))
        }) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("请从 AWS 开始", "http://localhost/subscribe");
    }
  }

  @Test
  void anUnknownProductIsNotFound() {
    Browser browser = browser(Locale.ENGLISH);
    assertThat(browser.get("/aws/nothing").status()).isEqualTo(404);
    Answer posted =
        browser.postFromElsewhere("/aws/nothing", Map.of("x-amzn-marketplace-token", "t"));
    assertThat(posted.status()).isEqualTo(404);
    assertThat(posted.body()).contains("Page not found");
  }

  @Test
  void fieldsThatAwsMayAddAreNotedAndNeverOverrideItsWord() {
    String name = newName();
    Browser browser = browser(Locale.ENGLISH);
    aws.resolving(tokenOf(name), new Resolution.Resolved("prodcn", name, "123456789012", null));
    Answer answer =
        browser.postFromElsewhere(
            "/aws/guance-cn",
            Map.of(
                "x-amzn-marketplace-token", tokenOf(name),
                "x-amzn-marketplace-offer-type", "free-trial",
                "x-amzn-marketplace-agreement-id", "agmt-of-another",
                "x-amzn-marketplace-product-id", "x".repeat(300),
                "x-amzn-marketplace-fulfillment-url", "https://example.com/aws?secret=1"));
    assertThat(answer.leadsTo()).isEqualTo("/setup");
    assertThat(browser.follow(answer).body())
        .contains("Free trial")
        .doesNotContain("agmt-of-another");
    assertThat(noted(agreementOf(name)))
        .contains("free-trial", "agmt-of-another", "https://example.com/aws\"")
        .doesNotContain("secret", "xxx");

    says("subscribe-success", name, TestClock.START, ",\"isFreeTrialTermPresent\":\"false\"");
    assertThat(browser.get("/setup").body()).doesNotContain("Free trial");
  }

  private String noted(String agreement) {
    return jdbc.sql(
            "SELECT details FROM audit.entry WHERE action = 'agreement.landed' AND subject = :id")
        .param("id", agreement)
        .query(String.class)
        .single();
  }

  @Test
  void aTokenOfAnotherProductOfTheSellerGoesOnWithThatOne() {
    String name = newName();
    Browser browser = browser(Locale.ENGLISH);
    aws.resolving(tokenOf(name), licensed(name));
    Answer landed =
        browser.postFromElsewhere(
            "/aws/guance-cn", Map.of("x-amzn-marketplace-token", tokenOf(name)));
    assertThat(browser.follow(landed).body()).contains("Guance overseas", "345678901234");
    assertThat(browser.get("/setup/register/account").body())
        .contains("<option value=\"us1\" selected=\"selected\">");
  }

  @Test
  void aTokenOfAProductThatIsNotOursIsOurFault() {
    aws.resolving("foreign", new Resolution.Resolved("elsewhere", "c", "123456789012", null));
    Answer answer =
        browser(Locale.ENGLISH)
            .postFromElsewhere("/aws/guance-cn", Map.of("x-amzn-marketplace-token", "foreign"));
    assertThat(answer.status()).isEqualTo(500);
  }

  @Test
  void aReloadedLandingIsTheSameAgreement() {
    String name = newName();
    Browser browser = browser(Locale.ENGLISH);
    land(browser, name);
    long agreements = count("marketplace.agreement");
    land(browser, name);
    assertThat(count("marketplace.agreement")).isEqualTo(agreements);
  }

  @Test
  void anAnonymousSessionIsLeftBehind() {
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/sign-in");
    String planted = session(browser);
    browser.follow(land(browser, newName()));
    assertThat(session(browser)).isNotEqualTo(planted);
  }

  private static String session(Browser browser) {
    return Objects.requireNonNull(browser.cookie("session")).getValue();
  }

  @Test
  void whoIsSignedInStaysSoAlthoughTheirCookieDoesNotComeWithTheLanding() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = customer.browser();
    String before = session(browser);
    Answer landed = land(browser, newName());
    assertThat(landed.raw().getCookie("session")).isNull();
    assertThat(browser.follow(landed).status()).isEqualTo(200);
    assertThat(session(browser)).isNotEqualTo(before);
    assertThat(browser.get(customer.planPath()).status()).isEqualTo(200);
  }

  @Test
  void theLandingIsTakenOverOnceAndOnlyAsWeSignedItAndInTime() {
    Browser browser = browser(Locale.ENGLISH);
    land(browser, newName());
    Cookie landing = Objects.requireNonNull(browser.cookie("landing"));
    assertThat(landing.isHttpOnly()).isTrue();
    assertThat(landing.getAttribute("SameSite")).isEqualTo("Lax");

    Browser forger = browser(Locale.ENGLISH);
    String value = landing.getValue();
    forger.setCookie("landing", value.substring(0, value.length() - 1) + "_");
    assertThat(forger.get("/setup").status()).isEqualTo(403);
    assertThat(forger.cookie("landing")).isNull();

    assertThat(browser.get("/setup").status()).isEqualTo(200);
    assertThat(browser.cookie("landing")).isNull();
    assertThat(browser.get("/setup").status()).isEqualTo(200);

    land(browser(Locale.ENGLISH), newName());
    Browser late = browser(Locale.ENGLISH);
    land(late, newName());
    wallClock.advance(Duration.ofMinutes(12));
    assertThat(late.get("/setup").status()).isEqualTo(403);
  }

  @Test
  void whatABrowserWentToAwsForIsKnownWhenItComesBack() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    assertThat(MarketplaceTrip.of(request)).isEmpty();
    WorkspaceId workspace = WorkspaceId.next();
    RegistrationId registration = RegistrationId.next();
    for (MarketplaceTrip.Purpose purpose :
        new MarketplaceTrip.Purpose[] {
          new MarketplaceTrip.Purpose.Settlement(workspace),
          new MarketplaceTrip.Purpose.Upgrade(workspace),
          new MarketplaceTrip.Purpose.Registration(registration)
        }) {
      MarketplaceTrip.remember(request, purpose);
      SetUpSession.land(request, new AgreementId("agmt_1"));
      assertThat(MarketplaceTrip.of(request)).contains(purpose);
    }
    MarketplaceTrip.forget(request);
    assertThat(MarketplaceTrip.of(request)).isEmpty();
  }
}
