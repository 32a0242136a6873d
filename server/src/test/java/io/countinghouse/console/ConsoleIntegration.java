package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob;
import io.countinghouse.ServerTest;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.CodeRequested;
import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.TotpCodes;
import io.countinghouse.identity.WallClock;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.Inbox;
import io.countinghouse.marketplace.LicenseArn;
import io.countinghouse.marketplace.MarketplaceApi.Resolution.Resolved;
import io.countinghouse.marketplace.Products;
import io.countinghouse.outbox.OutboxWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;

/** What tests of the pages share: a server with one product, and AWS scripted. */
@ServerTest
@Import(ConsoleIntegration.Beans.class)
abstract class ConsoleIntegration {

  static final String PASSWORD = "correct horse battery";
  static final String OPERATOR_PASSWORD = "an operator's long password";
  static final String OPERATOR_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  /** Attempts at one account: the operator signs in for each test of a class. */
  static final int SIGN_INS_MAX = 8;

  /** The second product: concurrent, in dollars. */
  private static final Map<String, String> US =
      Map.ofEntries(
          Map.entry("id", "guance-us"),
          Map.entry("code", "produs"),
          Map.entry("title-zh", "观测云 海外"),
          Map.entry("title-en", "Guance overseas"),
          Map.entry("partition", "aws"),
          Map.entry("region", "us-east-1"),
          Map.entry("model", "concurrent"),
          Map.entry("currency", "USD"),
          Map.entry("dimensions[0]", "fee"),
          Map.entry("unit", "0.01"),
          Map.entry("queue-url", "http://localhost/queue-us"),
          Map.entry("subscribe-url", "http://localhost/subscribe-us"),
          Map.entry("manage-url", "http://localhost/manage-us"));

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @Autowired MockMvc http;
  @Autowired FakeMarketplace aws;
  @Autowired SentCodes sentCodes;
  @Autowired EmailCodes codes;
  @Autowired Inbox inbox;
  @Autowired Products products;
  @Autowired OutboxWorker worker;
  @Autowired JdbcClient jdbc;
  @Autowired WallClock wallClock;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    MainJob.register(registry);
    US.forEach(
        (key, value) -> registry.add("countinghouse.marketplace.products[1]." + key, () -> value));
    registry.add("countinghouse.brand.terms-url-zh", () -> "https://example.com/terms/zh");
    registry.add("countinghouse.brand.terms-url-en", () -> "https://example.com/terms/en");
    registry.add("countinghouse.identity.first-operator.username", () -> "operator");
    registry.add("countinghouse.identity.first-operator.password", () -> OPERATOR_PASSWORD);
    registry.add("countinghouse.identity.first-operator.totp-secret", () -> OPERATOR_SECRET);
    registry.add("countinghouse.console.sign-ins-per-account", () -> SIGN_INS_MAX);
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Beans {

    @Bean
    @Primary
    FakeMarketplace fakeMarketplace() {
      return new FakeMarketplace();
    }

    @Bean
    @Primary
    WallClock testWallClock() {
      return new WallClock();
    }

    @Bean
    SentCodes sentCodes() {
      return new SentCodes();
    }
  }

  /** Remembers which code was asked for last. */
  static final class SentCodes {
    private final AtomicReference<EmailCodeId> last = new AtomicReference<>();

    @EventListener
    void on(CodeRequested requested) {
      last.set(requested.codeId());
    }
  }

  /** Classes share one server, whose limits by address come back with the minutes. */
  @BeforeEach
  void aMinuteAfterTheTestBefore() {
    wallClock.advance(Duration.ofMinutes(1));
  }

  Browser browser(Locale preferred) {
    return new Browser(http, preferred);
  }

  /** The operator, signed in with both factors; later than all before, as no code is good twice. */
  Browser signedInOperator(Locale language) {
    wallClock.advance(Duration.ofMinutes(5));
    Browser operator = browser(language);
    operator.get("/operator/sign-in");
    Answer first =
        operator.post(
            "/operator/sign-in", Map.of("name", "operator", "password", OPERATOR_PASSWORD));
    assertThat(first.leadsTo()).isEqualTo("/operator/sign-in/code");
    operator.follow(first);
    String code = TotpCodes.at(OPERATOR_SECRET, wallClock.instant());
    Answer second = operator.post("/operator/sign-in/code", Map.of("code", code));
    assertThat(second.leadsTo()).isEqualTo("/operator");
    return operator;
  }

  static String newName() {
    return "cust" + NUMBERS.incrementAndGet();
  }

  static String tokenOf(String customer) {
    return "token+/=" + customer;
  }

  /** A customer comes from AWS with a good token. */
  Answer land(Browser browser, String customer) {
    aws.resolving(tokenOf(customer), new Resolved("prodcn", customer, "123456789012", null));
    return browser.postFromElsewhere(
        "/aws/guance-cn", Map.of("x-amzn-marketplace-token", tokenOf(customer)));
  }

  /** What AWS answers for a customer of the second product. */
  static Resolved licensed(String customer) {
    LicenseArn license =
        new LicenseArn("arn:aws:license-manager::555566667777:license:l-" + customer);
    return new Resolved("produs", null, "345678901234", license);
  }

  /** A customer comes from AWS with a good token for the second product. */
  Answer landUs(Browser browser, String customer) {
    aws.resolving(tokenOf(customer), licensed(customer));
    return browser.postFromElsewhere(
        "/aws/guance-us", Map.of("x-amzn-marketplace-token", tokenOf(customer)));
  }

  /** Our agreement with a customer of either product. */
  String agreementOf(String customer) {
    return jdbc.sql(
            """
            SELECT id FROM marketplace.agreement
             WHERE customer_identifier = :customer OR license_id = 'l-' || :customer\
            """)
        .param("customer", customer)
        .query(String.class)
        .single();
  }

  /** AWS says something of a customer; it is stored and applied. */
  void says(String action, String customer, Instant sentAt) {
    says(action, customer, sentAt, "");
  }

  /** The same, with more members of its own. */
  void says(String action, String customer, Instant sentAt, String more) {
    inbox.store(
        products.get("prodcn"),
        "msg" + NUMBERS.incrementAndGet(),
        sentAt,
        "{\"action\":\"%s\",\"customer-identifier\":\"%s\",\"product-code\":\"prodcn\"%s}"
            .formatted(action, customer, more));
    worker.runAll();
  }

  /** The code that the last mail asked for will hold. */
  String lastCode() {
    return codes.issue(Objects.requireNonNull(sentCodes.last.get())).orElseThrow();
  }

  static final Map<String, String> COMPANY = Map.of("company", "Example Ltd", "agreed", "yes");

  /** The first step of a registration, filled in well, but for the code. */
  static Map<String, String> accountForm(String name, String site) {
    Map<String, String> form = new HashMap<>();
    form.put("site", site);
    form.put("username", name);
    form.put("email", name + "@example.com");
    form.put("code", "");
    form.put("password", PASSWORD);
    form.put("phone", "+86 138 0000 0000");
    return form;
  }

  /** The same with the code that was sent for it, for who has come from AWS. */
  Map<String, String> accountFormWithCode(Browser browser, String name, String site) {
    Map<String, String> form = accountForm(name, site);
    browser.get("/setup/register/account");
    assertThat(browser.post("/setup/register/code", form).status()).isEqualTo(200);
    form.put("code", lastCode());
    return form;
  }

  /** Who has come from AWS does the first step under the username of a billing account. */
  Map<String, String> takeUsernameOf(Browser browser, String billingAccount, String email) {
    Map<String, String> form = accountForm(billingAccount, "us1");
    form.put("email", email);
    browser.get("/setup/register/account");
    browser.post("/setup/register/code", form);
    form.put("code", lastCode());
    browser.post("/setup/register/account", form);
    return form;
  }

  static Map<String, String> workspaceForm(String name) {
    return Map.of("workspaceName", "Workspace of " + name, "workspaceLanguage", "zh");
  }

  /** Who has come from AWS does the first two steps of a registration. */
  void atTheLastStep(Browser browser, String name, String site) {
    Map<String, String> form = accountFormWithCode(browser, name, site);
    assertThat(browser.post("/setup/register/account", form).leadsTo())
        .isEqualTo("/setup/register/company");
    browser.get("/setup/register/company");
    assertThat(browser.post("/setup/register/company", COMPANY).leadsTo())
        .isEqualTo("/setup/register/workspace");
    browser.get("/setup/register/workspace");
  }

  /** Who has come from AWS registers. */
  Answer register(Browser browser, String name, String site) {
    atTheLastStep(browser, name, site);
    return browser.post("/setup/register/workspace", workspaceForm(name));
  }

  /** A customer who has set everything up, and what they call their workspace by. */
  record Customer(Browser browser, String name, String workspace) {

    String planPath() {
      return "/w/" + workspace + "/plan";
    }
  }

  /** Somebody who came from AWS, which has confirmed, and has registered. */
  Customer registered(Locale language, Instant subscribedAt) {
    String name = newName();
    Browser browser = browser(language);
    land(browser, name);
    says("subscribe-success", name, subscribedAt);
    assertThat(register(browser, name, "cn2").leadsTo()).isEqualTo("/setup/done");
    return new Customer(browser, name, workspaceOf(name));
  }

  String workspaceOf(String username) {
    return jdbc.sql(
            """
            SELECT m.workspace_id FROM workspace.member m
              JOIN identity.console_account a ON a.id = m.console_account_id
             WHERE a.username = :username\
            """)
        .param("username", username)
        .query(String.class)
        .single();
  }

  long count(String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }
}
