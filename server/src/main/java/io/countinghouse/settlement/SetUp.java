package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.Registration;
import io.countinghouse.identity.RegistrationId;
import io.countinghouse.identity.Registrations;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Plan;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.WorkspaceName;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes workspaces that a landed agreement pays for, with all they need, or nothing at all. */
@Service
public class SetUp {

  private final SetUpGate gate;
  private final Agreements agreements;
  private final Registrations registrations;
  private final EmailCodes codes;
  private final PayerChanges payers;
  private final Workspaces workspaces;
  private final Sites sites;
  private final AnyMethod anyMethod;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  SetUp(
      SetUpGate gate,
      Agreements agreements,
      Registrations registrations,
      EmailCodes codes,
      PayerChanges payers,
      Workspaces workspaces,
      Sites sites,
      AnyMethod anyMethod,
      ApplicationEventPublisher events,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.gate = gate;
    this.agreements = agreements;
    this.registrations = registrations;
    this.codes = codes;
    this.payers = payers;
    this.workspaces = workspaces;
    this.sites = sites;
    this.anyMethod = anyMethod;
    this.events = events;
    this.tx = tx;
    this.clock = clock;
  }

  /** What came of a set-up, or of a part of it. */
  public sealed interface Outcome {

    /**
     * The agreement pays for the workspace, or will.
     *
     * @param active false while AWS has not confirmed the subscription
     */
    record Done(ConsoleAccountId owner, WorkspaceId workspace, boolean active) implements Outcome {}

    /** Another billing account holds the agreement. */
    record AlreadyHeld(String maskedHolder) implements Outcome {}

    /** The subscription ended or failed: subscribe again at AWS. */
    record NotUsable(AgreementState state) implements Outcome {}

    /** The site does not exist or does not offer AWS. */
    record SiteRefused() implements Outcome {}

    /** The accounts of a registration could not be made, or were made before. */
    record NotRegistered(Registrations.Outcome why) implements Outcome {}

    /** The code was used meanwhile, or has expired: ask for another. */
    record CodeUsed() implements Outcome {}

    /** A rule of change refuses the workspace, or it is another tenant's. */
    record Refused(MethodChange.Refused why) implements Outcome {}
  }

  /** The state of an agreement that a browser landed with, and who holds it. */
  public record Standing(Agreement agreement, Optional<BillingAccount> holder) {}

  /** A workspace to be made. */
  public record Wanted(SiteId site, WorkspaceName name, Language language) {}

  /** How far the set-up of an agreement is; empty if there is no such agreement. */
  public Optional<Standing> standing(AgreementId id) {
    return tx.execute(_ ->
        agreements
            .find(id)
            .map(agreement -> new Standing(agreement, gate.holderOf(agreement.id()))));
  }

  /**
   * The last step of a registration: its accounts and a workspace that the agreement pays for. Done
   * twice, or in two tabs, it makes one of each.
   *
   * @param language of the workspace; can never be changed
   * @throws IllegalStateException if there is no such registration or agreement
   */
  public Outcome register(
      AgreementId agreement, RegistrationId id, WorkspaceName name, Language language) {
    Registration registration =
        registrations
            .find(id)
            .orElseThrow(() -> new IllegalStateException("no registration " + id));
    return allOrNothing(() ->
        gate.refusal(agreement, registration.existing())
            .or(() -> siteRefusal(registration.site(), registration.existing()))
            .orElseGet(() ->
                switch (registrations.complete(id)) {
                  case Registrations.Outcome.Made(ConsoleAccount owner, BillingAccount holder) ->
                      settled(
                          agreement,
                          holder.id(),
                          owner.id(),
                          new Wanted(owner.site(), name, language));
                  case Registrations.Outcome why -> new Outcome.NotRegistered(why);
                }));
  }

  /**
   * Makes a workspace for an existing console account.
   *
   * @param holder the billing account that sets the agreement up
   * @param owner a console account of the workspace's site
   * @param code that showed it to be theirs; it is used up
   */
  public Outcome create(
      AgreementId agreement,
      BillingAccountId holder,
      Wanted wanted,
      ConsoleAccountId owner,
      EmailCodeId code) {
    return allOrNothing(() ->
        gate.refusal(agreement, holder)
            .or(() -> siteRefusal(wanted.site(), holder))
            .orElseGet(() ->
                codes.use(code)
                    ? settled(agreement, holder, owner, wanted)
                    : new Outcome.CodeUsed()));
  }

  private Optional<Outcome> siteRefusal(SiteId site, @Nullable BillingAccountId holder) {
    return isOffered(site, holder) ? Optional.empty() : Optional.of(new Outcome.SiteRefused());
  }

  private boolean isOffered(SiteId site, @Nullable BillingAccountId holder) {
    boolean any = holder != null && anyMethod.of(holder).isPresent();
    return sites.find(site).filter(it -> any || it.offers(Site.Method.AWS)).isPresent();
  }

  /** The sites where a billing account may have a workspace that AWS is charged for. */
  public List<Site> sitesFor(BillingAccountId holder) {
    return tx.execute(
        _ -> sites.all().stream().filter(site -> isOffered(site.id(), holder)).toList());
  }

  private Outcome allOrNothing(Supplier<Outcome> work) {
    return tx.execute(status -> {
      Outcome outcome = work.get();
      if (!(outcome instanceof Outcome.Done)) {
        status.setRollbackOnly();
      }
      return outcome;
    });
  }

  private Outcome settled(
      AgreementId agreement, BillingAccountId holder, ConsoleAccountId owner, Wanted wanted) {
    Instant now = clock.now();
    boolean active = gate.isActive(agreement);
    Workspace workspace =
        workspaces.create(
            wanted.site(),
            wanted.name().value(),
            wanted.language(),
            active ? Plan.COMMERCIAL : Plan.FREE,
            owner);
    workspaces.openUnder(workspace.id(), holder);
    gate.take(agreement, holder, Actor.customer(owner));
    Payer.CloudAccount payer = new Payer.CloudAccount(holder, agreement);
    if (active) {
      payers.change(List.of(workspace.id()), payer, now, ChangeReason.first(Actor.customer(owner)));
    } else {
      payers.intend(workspace.id(), payer, now, ChangeReason.first(Actor.customer(owner)));
    }
    events.publishEvent(new SetUpCompleted(agreement, holder, owner, workspace.id(), active));
    return new Outcome.Done(owner, workspace.id(), active);
  }
}
