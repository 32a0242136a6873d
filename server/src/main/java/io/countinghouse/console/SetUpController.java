package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.marketplace.Products;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.workspace.Plan;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where a set-up begins, where it cannot go on, and where it is done. */
@Controller
class SetUpController {

  private final SetUpPages pages;
  private final SetUpWorkspaces workspaces;
  private final Products products;
  private final SetUpProblems problems;
  private final RegistrationPages registrations;
  private final SignIns signIns;

  SetUpController(
      SetUpPages pages,
      SetUpWorkspaces workspaces,
      Products products,
      SetUpProblems problems,
      RegistrationPages registrations,
      SignIns signIns) {
    this.pages = pages;
    this.workspaces = workspaces;
    this.products = products;
    this.problems = problems;
    this.registrations = registrations;
    this.signIns = signIns;
  }

  /**
   * The ways to go on from here. Who left a page of ours for AWS goes on there, and who is signed
   * in to the Billing Center with the workspaces of that account, unless another was shown here.
   *
   * @param choose whether all ways are to be shown all the same
   */
  @GetMapping("/setup")
  @Access(Access.Who.LANDED)
  ModelAndView choices(
      @RequestParam(defaultValue = "false") boolean choose,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (choose) {
      // Whatever the trip was for, something else is wanted now.
      MarketplaceTrip.forget(request);
    }
    return pages
        .elsewhere(request, response)
        .or(() -> choose ? Optional.empty() : goingOn(request))
        .orElseGet(() -> {
          ModelAndView page = new ModelAndView("setup/choices");
          page.addObject("begun", pages.begunBy(request).orElse(null));
          return pages.withSubscription(page, request);
        });
  }

  private Optional<ModelAndView> goingOn(HttpServletRequest request) {
    if (MarketplaceTrip.of(request).orElse(null)
        instanceof MarketplaceTrip.Purpose.Registration(var id)) {
      registrations.keep(request, id);
      if (registrations.current(request).filter(it -> !it.isComplete()).isPresent()) {
        return Optional.of(new ModelAndView("redirect:/setup/register/workspace"));
      }
      MarketplaceTrip.forget(request);
    }
    return pages.account(request).filter(it -> pages.isSignedIn(it, request)).isPresent()
        ? Optional.of(new ModelAndView("redirect:/setup/confirm"))
        : Optional.empty();
  }

  /** What is bound, for who has bound it. */
  @GetMapping("/setup/done")
  @Access(Access.Who.LANDED)
  ModelAndView done(
      HttpServletRequest request, @AuthenticationPrincipal @Nullable SignedInCustomer customer) {
    SetUp.Standing standing = pages.standing(request);
    Optional<BillingAccount> holder = standing.holder().filter(it -> pages.isTheirs(it, request));
    if (holder.isEmpty()) {
      return new ModelAndView("redirect:/setup");
    }
    MarketplaceTrip.forget(request);
    List<SetUpWorkspaces.Bound> bound =
        workspaces.boundBy(standing.agreement().id(), customer, PageLanguage.of(request));
    ModelAndView page = new ModelAndView("setup/done");
    page.addObject("account", holder.get().username());
    page.addObject(
        "registered",
        registrations
            .current(request)
            .filter(it -> it.isComplete() && it.existing() == null)
            .isPresent());
    page.addObject(
        "free", bound.stream().allMatch(it -> it.plan().equalsIgnoreCase(Plan.FREE.name())));
    page.addObject("signedIn", pages.isSignedIn(holder.get(), request));
    page.addObject("bound", bound);
    page.addObject("waiting", bound.stream().anyMatch(SetUpWorkspaces.Bound::intended));
    page.addObject(
        "start", bound.stream().filter(SetUpWorkspaces.Bound::mine).findFirst().orElse(null));
    return pages.withSubscription(page, request);
  }

  /** Ends all sign-ins of the browser; what it landed with from AWS stays. */
  @PostMapping("/setup/sign-out")
  @Access(Access.Who.LANDED)
  String signOut(HttpServletRequest request) {
    AgreementId landed = pages.agreement(request);
    signIns.signOut(request);
    SetUpSession.land(request, landed);
    return "redirect:/setup";
  }

  /** A problem shown before, in the other language. */
  @GetMapping("/setup/problem")
  @Access(Access.Who.PUBLIC)
  ModelAndView problem(
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(name = "product", defaultValue = "") String productId,
      @RequestParam(defaultValue = "") String number,
      HttpServletRequest request) {
    SetUpProblem problem =
        SetUpProblem.ofCode(reason)
            .orElseThrow(() -> new PageNotFoundException("there is no such problem"));
    return problems.shown(
        problem,
        products.find(productId).orElse(null),
        SupportNumber.read(number).orElse(null),
        request);
  }
}
