package io.countinghouse;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.countinghouse.identity.AccountDetails;
import io.countinghouse.identity.ApiKeys;
import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.CodeRequested;
import io.countinghouse.identity.Company;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Registrations;
import io.countinghouse.identity.Username;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.Inbox;
import io.countinghouse.marketplace.Landing;
import io.countinghouse.marketplace.MarketplaceApi.Resolution.Resolved;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.workspace.WorkspaceName;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The steps of the main job for tests: what a customer, AWS and the data plane do, without a wire
 * to AWS.
 */
public final class MainJob {

  /** The properties of the product that these steps are about. */
  private static final List<String> PRODUCT =
      List.of(
          "countinghouse.marketplace.consume=false",
          "countinghouse.metering.calls-per-second=1000",
          "countinghouse.metering.compare-agreements=false",
          "countinghouse.marketplace.products[0].id=guance-cn",
          "countinghouse.marketplace.products[0].code=prodcn",
          "countinghouse.marketplace.products[0].title-zh=观测云",
          "countinghouse.marketplace.products[0].title-en=Guance",
          "countinghouse.marketplace.products[0].partition=aws-cn",
          "countinghouse.marketplace.products[0].region=cn-northwest-1",
          "countinghouse.marketplace.products[0].currency=CNY",
          "countinghouse.marketplace.products[0].dimensions[0]=fee",
          "countinghouse.marketplace.products[0].unit=0.01",
          "countinghouse.marketplace.products[0].queue-url=http://localhost/queue",
          "countinghouse.marketplace.products[0].subscribe-url=http://localhost/subscribe",
          "countinghouse.marketplace.products[0].manage-url=http://localhost/manage");

  /** Registers the properties of the product. */
  public static void register(DynamicPropertyRegistry registry) {
    for (String property : PRODUCT) {
      int equals = property.indexOf('=');
      registry.add(property.substring(0, equals), () -> property.substring(equals + 1));
    }
    registry.add("spring.mail.host", () -> "127.0.0.1");
    registry.add("spring.mail.port", () -> MAILS.getSmtp().getPort());
  }

  /** One mail server for the test JVM; it ends with it. */
  private static final GreenMail MAILS = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

  static {
    MAILS.start();
  }

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final DataPlane dataPlane;
  private final FakeMarketplace aws;
  private final Landing landing;
  private final Registrations registrations;
  private final SetUp setUp;
  private final EmailCodes codes;
  private final LastCode lastCode;
  private final Inbox inbox;
  private final OutboxWorker worker;
  private final Product product;

  MainJob(
      MockMvc http,
      FakeMarketplace aws,
      Landing landing,
      Registrations registrations,
      SetUp setUp,
      EmailCodes codes,
      LastCode lastCode,
      Inbox inbox,
      OutboxWorker worker,
      Products products,
      ApiKeys apiKeys) {
    this.aws = aws;
    this.landing = landing;
    this.registrations = registrations;
    this.setUp = setUp;
    this.codes = codes;
    this.lastCode = lastCode;
    this.inbox = inbox;
    this.worker = worker;
    this.product = products.get("prodcn");
    this.dataPlane = new DataPlane(http, apiKeys.issue("main job " + NUMBERS.incrementAndGet()));
  }

  /** Its beans; import it beside {@link ServerTest}. */
  @TestConfiguration(proxyBeanMethods = false)
  public static class Beans {

    @Bean
    @Primary
    FakeMarketplace fakeMarketplace() {
      return new FakeMarketplace();
    }

    @Bean
    LastCode lastCode() {
      return new LastCode();
    }

    @Bean
    Ledger ledger(
        TestClock clock,
        OutboxWorker worker,
        FakeMarketplace aws,
        JdbcClient jdbc,
        Agreements agreements,
        TransactionTemplate tx) {
      return new Ledger(clock, worker, aws, jdbc, agreements, tx);
    }

    @Bean
    MainJob mainJob(
        MockMvc http,
        FakeMarketplace aws,
        Landing landing,
        Registrations registrations,
        SetUp setUp,
        EmailCodes codes,
        LastCode lastCode,
        Inbox inbox,
        OutboxWorker worker,
        Products products,
        ApiKeys apiKeys) {
      return new MainJob(
          http,
          aws,
          landing,
          registrations,
          setUp,
          codes,
          lastCode,
          inbox,
          worker,
          products,
          apiKeys);
    }
  }

  /** Remembers which code was asked for last. */
  static final class LastCode {
    private final AtomicReference<EmailCodeId> id = new AtomicReference<>();

    @EventListener
    void on(CodeRequested requested) {
      id.set(requested.codeId());
    }

    EmailCodeId id() {
      return Objects.requireNonNull(id.get());
    }
  }

  /** A set-up customer. */
  public record Customer(String identifier, AgreementId agreement, WorkspaceId workspace) {}

  /** A name that no other customer of this JVM has. */
  public String newCustomer() {
    return "buyer" + NUMBERS.incrementAndGet();
  }

  /** AWS says something of a customer; it is stored and applied. */
  public void says(String action, String customer, Instant sentAt) {
    says(action, customer, sentAt, "msg" + NUMBERS.incrementAndGet());
  }

  /** AWS says something of a customer, under a message id. */
  public void says(String action, String customer, Instant sentAt, String messageId) {
    String message =
        "{\"action\":\"%s\",\"customer-identifier\":\"%s\",\"product-code\":\"prodcn\"}"
            .formatted(action, customer);
    inbox.store(product, messageId, sentAt, message);
    worker.runAll();
  }

  /** The customer lands with a token. */
  public AgreementId lands(String customer) {
    aws.resolving("token-" + customer, new Resolved("prodcn", customer, "123456789012", null));
    return switch (landing.land(product, "token-" + customer, Landing.Claims.NONE)) {
      case Landing.Outcome.Landed(AgreementId agreement) -> agreement;
      case Landing.Outcome other -> throw new AssertionError("not landed: " + other);
    };
  }

  /** The customer registers on the site of China 2. */
  public SetUp.Outcome registers(AgreementId agreement, String username) {
    return registers(agreement, username, new SiteId("cn2"));
  }

  /** The customer registers on a site. */
  public SetUp.Outcome registers(AgreementId agreement, String username, SiteId site) {
    EmailAddress email = new EmailAddress(username + "@example.com");
    codes.request(CodePurpose.REGISTRATION, email, Language.ZH);
    String code = codes.issue(lastCode.id()).orElseThrow();
    AccountDetails account =
        new AccountDetails(site, new Username(username), email, "", Language.EN);
    if (registrations.begin(null, account, code, new Password("correct horse battery"))
        instanceof Registrations.BeginOutcome.Begun(var registration)) {
      registrations.setCompany(registration, Company.named("Example Ltd"));
      return setUp.register(
          agreement, registration, new WorkspaceName("Workspace of " + username), Language.ZH);
    }
    throw new AssertionError("not begun: " + username);
  }

  /** A customer with an active agreement and a bound workspace. */
  public Customer subscribed(Instant sentAt) {
    String customer = newCustomer();
    AgreementId agreement = lands(customer);
    says("subscribe-success", customer, sentAt);
    if (registers(agreement, customer) instanceof SetUp.Outcome.Done done) {
      worker.runAll();
      return new Customer(customer, agreement, done.workspace());
    }
    throw new AssertionError("not registered");
  }

  /** The subjects of the mails that an address got. */
  public List<String> mailsTo(String address) {
    List<String> subjects = new ArrayList<>();
    try {
      for (MimeMessage mail : MAILS.getReceivedMessages()) {
        if (mail.getAllRecipients()[0].toString().equals(address)) {
          subjects.add(mail.getSubject());
        }
      }
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
    return subjects;
  }

  /**
   * The data plane reports usage.
   *
   * @return the event's id
   */
  public String uses(
      WorkspaceId workspace, String item, String retention, String quantity, Instant at) {
    return dataPlane.uses(workspace, item, retention, quantity, at);
  }

  /** The data plane takes an event back. */
  public void takesBack(String event, Instant at) {
    dataPlane.takesBack(event, at);
  }
}
