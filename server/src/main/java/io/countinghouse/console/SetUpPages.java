package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.Registration;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.settlement.SetUpProgress;
import io.countinghouse.site.Sites;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What the pages of a set-up share: which agreement it is of, and for which billing account. */
@Component
class SetUpPages {

  private final SetUp setUp;
  private final Products products;
  private final Sites sites;
  private final SetUpProblems problems;
  private final SubscriptionViews subscriptions;
  private final BillingAccounts billingAccounts;
  private final SignIns signIns;
  private final SetUpProgress progress;
  private final RegistrationPages registrations;
  private final SetUpWorkspaces workspaces;

  SetUpPages(
      SetUp setUp,
      Products products,
      Sites sites,
      SetUpProblems problems,
      SubscriptionViews subscriptions,
      BillingAccounts billingAccounts,
      SignIns signIns,
      SetUpProgress progress,
      RegistrationPages registrations,
      SetUpWorkspaces workspaces) {
    this.setUp = setUp;
    this.products = products;
    this.sites = sites;
    this.problems = problems;
    this.subscriptions = subscriptions;
    this.billingAccounts = billingAccounts;
    this.signIns = signIns;
    this.progress = progress;
    this.registrations = registrations;
    this.workspaces = workspaces;
  }

  /** The agreement that this browser landed with. */
  AgreementId agreement(HttpServletRequest request) {
    return SetUpSession.landed(request).orElseThrow(NotLandedException::new);
  }

  /** How far its set-up is. */
  SetUp.Standing standing(HttpServletRequest request) {
    return setUp.standing(agreement(request)).orElseThrow(NotLandedException::new);
  }

  /**
   * The billing account that this browser sets the agreement up for: the one shown to be theirs in
   * this set-up, else the one it is signed in with.
   */
  Optional<BillingAccount> account(HttpServletRequest request) {
    return provenFor(agreement(request), request)
        .or(() -> signIns.billing(request).map(SignedInBilling::account))
        .flatMap(billingAccounts::find);
  }

  /** The masked address of who has begun to set the agreement up, perhaps in another browser. */
  Optional<String> begunBy(HttpServletRequest request) {
    return progress.find(agreement(request)).map(it -> it.email().masked());
  }

  /** Remembers whose the set-up is: of who has just become the agreement's holder. */
  void provenByHolding(HttpServletRequest request) {
    proven(request, standing(request).holder().orElseThrow().id());
  }

  /** Remembers whose the set-up is. */
  void proven(HttpServletRequest request, BillingAccount account) {
    progress.shown(agreement(request), account);
    proven(request, account.id());
  }

  void proven(HttpServletRequest request, BillingAccountId account) {
    prove(agreement(request), account, request);
  }

  /** Remembers whose the set-up of an agreement is; what counts already is not prolonged. */
  void prove(AgreementId agreement, BillingAccountId account, HttpServletRequest request) {
    if (provenFor(agreement, request).filter(account::equals).isEmpty()) {
      SignedIn.Stamp stamp = signIns.stamp(new AccountRef.Billing(account));
      SetUpSession.prove(request, agreement, new SetUpSession.Proof(account, stamp));
    }
  }

  /**
   * The billing account that was shown to be theirs in the set-up of an agreement; empty when that
   * counts no more, as a sign-in of then would not.
   */
  Optional<BillingAccountId> provenFor(AgreementId agreement, HttpServletRequest request) {
    return SetUpSession.provenFor(request, agreement)
        .filter(it -> signIns.holds(new AccountRef.Billing(it.account()), it.stamp()))
        .map(SetUpSession.Proof::account);
  }

  /** The site of the partition that the subscription is from. */
  String preselectedSite(HttpServletRequest request) {
    return subscriptions
        .preselected(standing(request).agreement())
        .map(site -> site.id().value())
        .orElse("");
  }

  /** Adds what is known of the subscription to a page that is none of ours elsewhere. */
  ModelAndView withSubscription(ModelAndView page, HttpServletRequest request) {
    String view = page.getViewName();
    if (view != null && !view.startsWith("redirect:")) {
      page.addObject(
          "subscription",
          subscriptions.of(standing(request).agreement(), PageLanguage.of(request)));
    }
    return page;
  }

  /**
   * Where to go instead, when nothing can be set up any more with the agreement of this browser, or
   * not by this browser.
   */
  Optional<ModelAndView> elsewhere(HttpServletRequest request, HttpServletResponse response) {
    SetUp.Standing standing = standing(request);
    Agreement agreement = standing.agreement();
    Product product = products.get(agreement.productCode());
    Optional<BillingAccount> holder = standing.holder();
    if (holder.isPresent()) {
      return Optional.of(
          isTheirs(holder.get(), request)
              ? new ModelAndView("redirect:" + goingOn(agreement, holder.get(), request))
              : alreadyHeld(holder.get(), product, request, response));
    }
    return problem(agreement.state()).map(it -> problems.page(it, product, request, response));
  }

  /** Where a holder goes on: who came back for a workspace that can be bound has it to bind. */
  private String goingOn(Agreement agreement, BillingAccount holder, HttpServletRequest request) {
    boolean binds =
        problem(agreement.state()).isEmpty()
            && account(request).filter(holder::equals).isPresent()
            && wanted(request)
                .filter(it -> workspaces.isOpen(holder.id(), agreement.id(), it))
                .isPresent();
    if (!binds) {
      return "/setup/done";
    }
    return isSignedIn(holder, request) ? "/setup/confirm" : "/setup/bind/workspaces";
  }

  /**
   * Whether this browser is signed in to the Billing Center with an account; it may be with another
   * than the one that was shown for the set-up.
   */
  boolean isSignedIn(BillingAccount account, HttpServletRequest request) {
    return signIns.billing(request).filter(it -> it.account().equals(account.id())).isPresent();
  }

  /** Whether this browser is the holder's, or has just registered it and not heard of it yet. */
  boolean isTheirs(BillingAccount holder, HttpServletRequest request) {
    return account(request).filter(holder::equals).isPresent()
        || registrations
            .current(request)
            .filter(Registration::isComplete)
            .filter(it ->
                it.existing() == null
                    ? it.username().value().equals(holder.username())
                    : it.existing().equals(holder.id()))
            .isPresent();
  }

  /**
   * The same for pages that go on after the first workspace is bound: whoever holds the agreement
   * may bind more.
   */
  Optional<ModelAndView> elsewhereUnless(
      BillingAccountId account, HttpServletRequest request, HttpServletResponse response) {
    SetUp.Standing standing = standing(request);
    Agreement agreement = standing.agreement();
    Product product = products.get(agreement.productCode());
    Optional<BillingAccount> holder = standing.holder();
    return holder.isPresent() && !holder.get().id().equals(account)
        ? Optional.of(alreadyHeld(holder.get(), product, request, response))
        : problem(agreement.state()).map(it -> problems.page(it, product, request, response));
  }

  /** The same, where the billing account has to be known first. */
  Optional<ModelAndView> elsewhereForBinding(
      HttpServletRequest request, HttpServletResponse response) {
    Optional<BillingAccount> account = account(request);
    return account.isEmpty()
        ? Optional.of(new ModelAndView("redirect:/setup/bind/account"))
        : elsewhereUnless(account.get().id(), request, response);
  }

  /** The workspace that the browser went to AWS for. */
  Optional<WorkspaceId> wanted(HttpServletRequest request) {
    return MarketplaceTrip.of(request)
        .flatMap(purpose ->
            switch (purpose) {
              case MarketplaceTrip.Purpose.Settlement(WorkspaceId id) -> Optional.of(id);
              case MarketplaceTrip.Purpose.Upgrade(WorkspaceId id) -> Optional.of(id);
              case MarketplaceTrip.Purpose.Registration _ -> Optional.empty();
            });
  }

  /** Where to subscribe for workspaces of a site: at its partition, where we sell there. */
  List<SetUpProblems.SubscribeLink> subscribeLinks(SiteId site, HttpServletRequest request) {
    String partition = sites.get(site).partition();
    List<Product> near =
        products.all().stream().filter(it -> it.partition().equals(partition)).toList();
    return (near.isEmpty() ? products.all() : near)
        .stream().map(it -> SetUpProblems.SubscribeLink.of(it, PageLanguage.of(request))).toList();
  }

  /** The sites where a workspace can be made for a billing account. */
  List<RegistrationPages.Option> sitesFor(BillingAccountId account, Language language) {
    return RegistrationPages.options(setUp.sitesFor(account), language);
  }

  private ModelAndView alreadyHeld(
      BillingAccount holder,
      Product product,
      HttpServletRequest request,
      HttpServletResponse response) {
    ModelAndView page = problems.page(SetUpProblem.ALREADY_HELD, product, request, response);
    page.addObject("holder", holder.maskedUsername());
    page.addObject(
        "signedIn",
        signIns
            .billing(request)
            .filter(it -> !it.account().equals(holder.id()))
            .map(SignedInBilling::username)
            .orElse(null));
    page.addObject(PageFrame.LANGUAGE_PATH, "/setup");
    return page;
  }

  private static Optional<SetUpProblem> problem(AgreementState state) {
    return switch (state) {
      case PENDING, ACTIVE -> Optional.empty();
      case FAILED -> Optional.of(SetUpProblem.SUBSCRIPTION_FAILED);
      case ENDING, ENDED -> Optional.of(SetUpProblem.SUBSCRIPTION_ENDED);
      case SUCCEEDED -> Optional.of(SetUpProblem.SUBSCRIPTION_RENEWED);
    };
  }
}
