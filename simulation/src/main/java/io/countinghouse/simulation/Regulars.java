package io.countinghouse.simulation;

import awssimulator.client.Agreement.Subscribed;
import awssimulator.client.Agreement.Subscription;
import awssimulator.client.Offers.Offer;
import awssimulator.client.Offers.Succession;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Landing;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.workspace.Plan;
import io.countinghouse.workspace.Workspaces;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** What buyers who are set up do: cancel, come back, renew, add workspaces, change who pays. */
final class Regulars {

  private static final int BIND_ATTEMPTS_MAX = 30;

  private final World world;
  private final Chance chance;

  Regulars(World world) {
    this.world = world;
    this.chance = world.chance("regulars");
  }

  /** One who runs, if there is one. */
  Optional<Buyer> anyRunning() {
    List<Buyer> running =
        world.buyers().stream().filter(buyer -> buyer.stage() == Buyer.Stage.RUNNING).toList();
    return running.isEmpty() ? Optional.empty() : Optional.of(chance.one(running));
  }

  private Duration minutes(int least, int most) {
    return Duration.ofSeconds(chance.between(least * 60, most * 60));
  }

  /** An agreement ends by a step of the market. */
  void end(Buyer buyer, String word, Function<String, Subscription> step) {
    world
        .tried(buyer + " " + word, () -> step.apply(buyer.agreement()))
        .ifPresent(_ -> {
          buyer.is(Buyer.Stage.LEAVING);
          if (chance.hits(350)) {
            world.later(minutes(1, 58), () -> comeBack(buyer));
          }
          world.later(Duration.ofMinutes(65), () -> gone(buyer));
        });
  }

  private void comeBack(Buyer buyer) {
    world
        .tried(buyer + " comes back", () -> world.aws().subscriptions().comeBack(buyer.agreement()))
        .ifPresent(next -> {
          world.goesOn(buyer, next.agreementId(), next.licenseArn());
          buyer.is(Buyer.Stage.RUNNING);
        });
  }

  private void gone(Buyer buyer) {
    if (buyer.stage() != Buyer.Stage.LEAVING) {
      return;
    }
    buyer.is(Buyer.Stage.GONE);
    if (chance.hits(600)) {
      world.later(minutes(30, 2400), () -> subscribeAgain(buyer));
    } else if (chance.hits(500)) {
      world.later(minutes(30, 2000), () -> settleByBillingCenter(buyer));
    }
  }

  private void settleByBillingCenter(Buyer buyer) {
    BillingAccountId billing = buyer.billing();
    if (!world.serverUp()) {
      world.later(minutes(10, 60), () -> settleByBillingCenter(buyer));
    } else if (billing != null && buyer.stage() == Buyer.Stage.GONE) {
      world.node().payers().toBillingCenter(buyer.workspaces(), billing);
      world.note(buyer + " pays by the Billing Center");
    }
  }

  private void subscribeAgain(Buyer buyer) {
    if (!world.serverUp()) {
      world.later(minutes(10, 60), () -> subscribeAgain(buyer));
      return;
    }
    String code = buyer.product().in(world.simulator()).code();
    Optional<Subscribed> again =
        world.tried(
            buyer + " subscribes again",
            () -> world.aws().subscriptions().subscribe(buyer.account(), code));
    if (again.isPresent()) {
      Subscribed made = again.get();
      world.goesOn(buyer, made.agreementId(), made.licenseArn());
      buyer.is(Buyer.Stage.RETURNING);
      Product product = world.node().bean(Products.class).get(code);
      world.note(
          buyer
              + " lands: "
              + world
                  .node()
                  .bean(Landing.class)
                  .land(product, made.registrationToken(), Landing.Claims.NONE));
      world.later(minutes(1, 30), () -> bindAgain(buyer, 0));
    }
  }

  private void bindAgain(Buyer buyer, int attempts) {
    BillingAccountId billing = buyer.billing();
    if (billing == null || buyer.stage() != Buyer.Stage.RETURNING) {
      return;
    }
    Optional<AgreementId> ours = world.ours(buyer);
    boolean bound =
        world.serverUp()
            && ours.isPresent()
            && world.node().payers().toAgreement(buyer.workspaces(), ours.get(), billing);
    if (bound) {
      buyer.is(Buyer.Stage.RUNNING);
      world.note(buyer + " is bound again to " + ours.get());
    } else if (attempts < BIND_ATTEMPTS_MAX) {
      world.later(Duration.ofMinutes(13), () -> bindAgain(buyer, attempts + 1));
    }
  }

  /** An agreement is renewed, or other terms take its place. */
  void succeed(Buyer buyer, boolean renewed) {
    Instant endAt = world.now().plus(Duration.ofDays(365));
    Offer offer = new Offer(null, null, null, endAt, null, null, null, null, null, null);
    Succession standard = Succession.by(offer);
    Succession succession = chance.hits(500) ? standard.keepingTheLicence() : standard;
    world
        .tried(
            buyer + (renewed ? " is renewed" : " is replaced"),
            () ->
                renewed
                    ? world.aws().subscriptions().renew(buyer.agreement(), succession)
                    : world.aws().subscriptions().replace(buyer.agreement(), succession))
        .ifPresent(next -> world.goesOn(buyer, next.agreementId(), next.licenseArn()));
  }

  /** AWS suspends an agreement for some hours. */
  void suspend(Buyer buyer) {
    String agreement = buyer.agreement();
    world
        .tried(buyer + " is suspended", () -> world.aws().subscriptions().suspend(agreement))
        .ifPresent(_ ->
            world.later(
                minutes(60, 300),
                () ->
                    world.tried(
                        buyer + " is no longer suspended",
                        () -> world.aws().subscriptions().resume(agreement))));
  }

  /** One more workspace of the same owner, paid by the same agreement. */
  void addWorkspace(Buyer buyer) {
    @Nullable ConsoleAccountId owner = buyer.owner();
    @Nullable BillingAccountId billing = buyer.billing();
    Optional<AgreementId> ours = world.ours(buyer);
    if (owner == null || billing == null || ours.isEmpty() || buyer.workspaces().size() > 2) {
      return;
    }
    TransactionTemplate tx = world.node().bean(TransactionTemplate.class);
    Workspaces workspaces = world.node().bean(Workspaces.class);
    WorkspaceId made =
        tx.execute(_ -> {
          SiteId site = workspaces.siteOf(buyer.workspaces().getFirst());
          WorkspaceId id =
              workspaces.create(site, "More of " + buyer, Language.EN, Plan.FREE, owner).id();
          workspaces.openUnder(id, billing);
          return id;
        });
    if (world.node().payers().toAgreement(List.of(made), ours.get(), billing)) {
      buyer.has(made);
      world.note(buyer + " adds " + made);
    }
  }

  /** The Billing Center settles a workspace for a while. */
  void movePayer(Buyer buyer) {
    BillingAccountId billing = buyer.billing();
    if (billing == null) {
      return;
    }
    List<WorkspaceId> one = List.of(chance.one(buyer.workspaces()));
    world.node().payers().toBillingCenter(one, billing);
    world.note("%s has %s paid by the Billing Center".formatted(buyer, one));
    world.later(minutes(2, 600), () -> moveBack(buyer, one));
  }

  private void moveBack(Buyer buyer, List<WorkspaceId> workspaces) {
    BillingAccountId billing = buyer.billing();
    if (!world.serverUp()) {
      world.later(minutes(10, 60), () -> moveBack(buyer, workspaces));
    } else if (billing != null && buyer.stage() == Buyer.Stage.RUNNING) {
      boolean moved =
          world.ours(buyer).stream()
              .anyMatch(ours -> world.node().payers().toAgreement(workspaces, ours, billing));
      world.note("%s has %s paid by AWS again: %s".formatted(buyer, workspaces, moved));
    }
  }
}
