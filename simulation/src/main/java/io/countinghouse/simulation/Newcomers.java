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
import io.countinghouse.identity.RegistrationId;
import io.countinghouse.identity.Registrations;
import io.countinghouse.identity.Username;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Landing;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.workspace.WorkspaceName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Buyers come: they subscribe, land and register, in any order with what AWS tells. */
final class Newcomers {

  private static final List<String> SITES = List.of("cn2", "us1");

  /** As the marketplace has it (facts, 1.1). */
  private static final Duration TOKEN_LIFE = Duration.ofHours(4);

  private final World world;
  private final Chance chance;
  private final Set<Buyer> unheard = new HashSet<>();
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

  /** A token for the landing page; its buyer may come with it at once, or leave it for hours. */
  private void land(Buyer buyer) {
    String token = world.aws().subscriptions().issueToken(buyer.agreement()).registrationToken();
    Instant issuedAt = world.now();
    if (chance.hits(100)) {
      world.later(minutes(120, 400), () -> land(buyer, token, issuedAt));
    } else {
      land(buyer, token, issuedAt);
    }
  }

  private void land(Buyer buyer, String token, Instant issuedAt) {
    if (!world.serverUp()) {
      world.later(minutes(10, 30), () -> land(buyer, token, issuedAt));
      return;
    }
    Product product = world.node().bean(Products.class).get(code(buyer.product()));
    Landing landing = world.node().bean(Landing.class);
    boolean old = !world.now().isBefore(issuedAt.plus(TOKEN_LIFE));
    Optional<Landing.Outcome> outcome =
        world.asked("landing", () -> landing.land(product, token, Landing.Claims.NONE));
    world.note(buyer + " lands: " + outcome);
    if (outcome.isEmpty()) {
      world.later(minutes(1, 20), () -> land(buyer, token, issuedAt));
      return;
    }
    switch (outcome.get()) {
      case Landing.Outcome.Landed(AgreementId agreement) when !old ->
          world.later(minutes(1, 20), () -> register(buyer, agreement));
      case Landing.Outcome.Expired() when old -> world.later(minutes(1, 60), () -> land(buyer));
      case Landing.Outcome.Unavailable() when !world.awsResolvesWell() ->
          world.later(minutes(10, 30), () -> land(buyer, token, issuedAt));
      case Landing.Outcome other ->
          throw new Violation(
              "%s landed at %s with a token of %s: %s"
                  .formatted(buyer, world.now(), issuedAt, other));
    }
  }

  private void register(Buyer buyer, AgreementId agreement) {
    if (!world.serverUp()) {
      world.later(minutes(10, 30), () -> register(buyer, agreement));
      return;
    }
    complete(buyer, agreement, begun(buyer));
  }

  /** The last step of it; a browser that heard no answer sends it again. */
  private void complete(Buyer buyer, AgreementId agreement, RegistrationId registration) {
    if (!world.serverUp()) {
      world.later(minutes(10, 30), () -> complete(buyer, agreement, registration));
      return;
    }
    SetUp setUp = world.node().bean(SetUp.class);
    WorkspaceName name = new WorkspaceName("Workspace of " + buyer.name());
    Optional<SetUp.Outcome> outcome =
        world.asked(
            "registration", () -> setUp.register(agreement, registration, name, Language.ZH));
    if (outcome.isEmpty()) {
      unheard.add(buyer);
      world.later(minutes(1, 20), () -> complete(buyer, agreement, registration));
      return;
    }
    boolean again = unheard.contains(buyer) && !(outcome.get() instanceof SetUp.Outcome.Done);
    if (outcome.get() instanceof SetUp.Outcome.Done(var owner, var workspace, boolean _)) {
      settled(buyer, owner, workspace);
    } else if (again && isRegistered(buyer)) {
      settled(
          buyer,
          new ConsoleAccountId(only("identity.console_account", "username", buyer.name())),
          new WorkspaceId(only("workspace.workspace", "name", name.value())));
    } else {
      world.note(buyer + " is not registered: " + outcome.get());
      buyer.is(Buyer.Stage.GONE);
    }
  }

  private void settled(Buyer buyer, ConsoleAccountId owner, WorkspaceId workspace) {
    buyer.registered(billingOf(buyer), owner);
    buyer.has(workspace);
    if (buyer.stage() == Buyer.Stage.SETTING_UP) {
      buyer.is(Buyer.Stage.RUNNING);
    }
    world.note("%s registers %s".formatted(buyer, workspace));
  }

  private RegistrationId begun(Buyer buyer) {
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
        yield registration;
      }
      case Registrations.BeginOutcome other ->
          throw new AssertionError(buyer + " cannot begin to register: " + other);
    };
  }

  private boolean isRegistered(Buyer buyer) {
    return world
        .rows()
        .sql("SELECT EXISTS (SELECT 1 FROM identity.billing_account WHERE username = :username)")
        .param("username", buyer.name())
        .query(Boolean.class)
        .single();
  }

  /** The id of the one row of a table, which a registration that was sent twice must leave. */
  private String only(String table, String column, String value) {
    List<String> ids =
        world
            .rows()
            .sql("SELECT id FROM " + table + " WHERE " + column + " = :value")
            .param("value", value)
            .query((rs, _) -> rs.getString("id"))
            .list();
    if (ids.size() != 1) {
      throw new Violation("of %s in %s there are %s".formatted(value, table, ids));
    }
    return ids.getFirst();
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
