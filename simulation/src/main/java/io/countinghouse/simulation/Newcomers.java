package io.countinghouse.simulation;

import awssimulator.client.Agreement.NewSubscription;
import awssimulator.client.Agreement.Subscribed;
import awssimulator.client.Offers.Payment;
import io.countinghouse.identity.AccountDetails;
import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.Company;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Registrations;
import io.countinghouse.identity.Username;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.marketplace.Landing;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.workspace.WorkspaceName;
import java.time.Duration;
import java.util.List;

/** Buyers come: they subscribe, land and register, in any order with what AWS tells. */
final class Newcomers {

  private static final List<String> SITES = List.of("cn2", "us1");

  private final World world;
  private final Chance chance;
  private int count;

  Newcomers(World world) {
    this.world = world;
    this.chance = world.chance("newcomers");
  }

  /** Somebody new subscribes. */
  void subscribe(Payment payment) {
    String name = "buyer" + ++count;
    Offering product = chance.one(List.of(Offering.values()));
    String account = world.aws().accounts().create(name).accountId();
    boolean held = payment == Payment.OK && chance.hits(200);
    NewSubscription wanted = NewSubscription.of(account, code(product)).paying(payment);
    Subscribed made =
        world.aws().subscriptions().subscribe(held ? wanted.holdingNotifications() : wanted);
    Buyer buyer = new Buyer(name, product, account, made.customerIdentifier());
    world.goesOn(buyer, made.agreementId(), made.licenseArn());
    world.buyers().add(buyer);
    world.note("%s subscribes to %s, payment %s".formatted(name, product.id(), payment));
    if (held) {
      world.later(minutes(1, 90), () -> release(buyer));
    }
    if (payment == Payment.PENDING) {
      world.later(minutes(5, 300), () -> pay(buyer));
    }
    world.later(minutes(1, 40), () -> land(buyer));
  }

  private String code(Offering product) {
    return product.in(world.simulator()).code();
  }

  private Duration minutes(int least, int most) {
    return Duration.ofSeconds(chance.between(least * 60, most * 60));
  }

  private void release(Buyer buyer) {
    world.tried(
        "the messages of " + buyer + " come",
        () -> world.aws().subscriptions().release(buyer.agreement()));
  }

  private void pay(Buyer buyer) {
    if (chance.hits(700)) {
      world.tried(
          buyer + " has paid", () -> world.aws().subscriptions().confirmPayment(buyer.agreement()));
    } else {
      world.tried(
          buyer + " cannot pay", () -> world.aws().subscriptions().failPayment(buyer.agreement()));
    }
  }

  private void land(Buyer buyer) {
    if (!world.serverUp()) {
      world.later(minutes(10, 30), () -> land(buyer));
      return;
    }
    String token = world.aws().subscriptions().issueToken(buyer.agreement()).registrationToken();
    Product product = world.node().bean(Products.class).get(code(buyer.product()));
    switch (world.node().bean(Landing.class).land(product, token, Landing.Claims.NONE)) {
      case Landing.Outcome.Landed(AgreementId agreement) -> {
        world.note(buyer + " lands with " + agreement);
        world.later(minutes(1, 20), () -> register(buyer, agreement));
      }
      case Landing.Outcome other -> {
        world.note(buyer + " does not land: " + other);
        world.later(minutes(10, 30), () -> land(buyer));
      }
    }
  }

  private void register(Buyer buyer, AgreementId agreement) {
    if (!world.serverUp()) {
      world.later(minutes(10, 30), () -> register(buyer, agreement));
      return;
    }
    switch (setUp(buyer, agreement)) {
      case SetUp.Outcome.Done done -> {
        buyer.registered(billingOf(buyer), done.owner());
        buyer.has(done.workspace());
        if (buyer.stage() == Buyer.Stage.SETTING_UP) {
          buyer.is(Buyer.Stage.RUNNING);
        }
        world.note("%s registers %s".formatted(buyer, done.workspace()));
      }
      case SetUp.Outcome other -> {
        world.note(buyer + " is not registered: " + other);
        buyer.is(Buyer.Stage.GONE);
      }
    }
  }

  private SetUp.Outcome setUp(Buyer buyer, AgreementId agreement) {
    EmailAddress email = new EmailAddress(buyer.name() + "@example.com");
    EmailCodes codes = world.node().bean(EmailCodes.class);
    codes.request(CodePurpose.REGISTRATION, email, Language.ZH);
    String code = codes.issue(newestCode(email)).orElseThrow();
    SiteId site = new SiteId(chance.hits(250) ? chance.one(SITES) : buyer.product().site());
    Registrations registrations = world.node().bean(Registrations.class);
    AccountDetails account =
        new AccountDetails(site, new Username(buyer.name()), email, "", Language.EN);
    return switch (registrations.begin(
        null, account, code, new Password("correct horse battery"))) {
      case Registrations.BeginOutcome.Begun(var registration) -> {
        registrations.setCompany(registration, Company.named("Example Ltd"));
        yield world
            .node()
            .bean(SetUp.class)
            .register(
                agreement,
                registration,
                new WorkspaceName("Workspace of " + buyer.name()),
                Language.ZH);
      }
      case Registrations.BeginOutcome other ->
          throw new AssertionError(buyer + " cannot begin to register: " + other);
    };
  }

  private EmailCodeId newestCode(EmailAddress email) {
    return new EmailCodeId(
        world
            .rows()
            .sql(
                "SELECT id FROM identity.email_code WHERE address = :address"
                    + " ORDER BY requested_at DESC LIMIT 1")
            .param("address", email.value())
            .query(String.class)
            .single());
  }

  private BillingAccountId billingOf(Buyer buyer) {
    return new BillingAccountId(
        world
            .rows()
            .sql("SELECT id FROM identity.billing_account WHERE username = :username")
            .param("username", buyer.name())
            .query(String.class)
            .single());
  }
}
