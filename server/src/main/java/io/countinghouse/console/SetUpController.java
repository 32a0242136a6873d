package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.settlement.SetUp;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The set-up around its form: where it begins, where it cannot go on, and where it is done. */
@Controller
class SetUpController {

  private final SetUp setUp;
  private final Products products;
  private final SetUpProblems problems;
  private final SubscriptionViews subscriptions;
  private final WorkspacePages workspaces;

  SetUpController(
      SetUp setUp,
      Products products,
      SetUpProblems problems,
      SubscriptionViews subscriptions,
      WorkspacePages workspaces) {
    this.setUp = setUp;
    this.products = products;
    this.problems = problems;
    this.subscriptions = subscriptions;
    this.workspaces = workspaces;
  }

  /** The ways to go on from here. */
  @GetMapping("/setup")
  @Access(Access.Who.LANDED)
  ModelAndView choices(HttpServletRequest request, HttpServletResponse response) {
    SetUp.Standing standing = standing(request);
    Optional<ModelAndView> elsewhere = elsewhere(standing, request, response);
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    ModelAndView page = new ModelAndView("setup/choices");
    addSubscription(page, standing.agreement(), request);
    return page;
  }

  /** What the pages of the set-up show of the subscription. */
  void addSubscription(ModelAndView page, Agreement agreement, HttpServletRequest request) {
    page.addObject("subscription", subscriptions.of(agreement, PageLanguage.of(request)));
  }

  /** The agreement of this browser; the gate has seen that there is one. */
  SetUp.Standing standing(HttpServletRequest request) {
    return SetUpSession.landed(request)
        .flatMap(setUp::standing)
        .orElseThrow(NotLandedException::new);
  }

  /** Where to go instead, when nothing can be set up any more. */
  Optional<ModelAndView> elsewhere(
      SetUp.Standing standing, HttpServletRequest request, HttpServletResponse response) {
    Agreement agreement = standing.agreement();
    Product product = products.get(agreement.productCode());
    if (SetUpSession.madeWith(request, agreement.id()).isPresent()) {
      return Optional.of(new ModelAndView("redirect:/setup/done"));
    }
    if (standing.holder().isPresent()) {
      ModelAndView page = problems.page(SetUpProblem.ALREADY_HELD, product, request, response);
      page.addObject("holder", standing.holder().get().maskedUsername());
      page.addObject("site", standing.holder().get().site().value());
      page.addObject(PageFrame.LANGUAGE_PATH, "/setup");
      return Optional.of(page);
    }
    return problem(agreement.state())
        .map(problem -> problems.page(problem, product, request, response));
  }

  private static Optional<SetUpProblem> problem(AgreementState state) {
    return switch (state) {
      case PENDING, ACTIVE -> Optional.empty();
      case FAILED -> Optional.of(SetUpProblem.SUBSCRIPTION_FAILED);
      case ENDING, ENDED -> Optional.of(SetUpProblem.SUBSCRIPTION_ENDED);
      case SUCCEEDED -> Optional.of(SetUpProblem.SUBSCRIPTION_RENEWED);
    };
  }

  /** What was made, for who has just made it. */
  @GetMapping("/setup/done")
  @Access(Access.Who.LANDED)
  ModelAndView done(
      HttpServletRequest request, @AuthenticationPrincipal @Nullable SignedInCustomer customer) {
    AgreementId agreement = SetUpSession.landed(request).orElseThrow(NotLandedException::new);
    Optional<WorkspaceId> made = SetUpSession.madeWith(request, agreement);
    if (made.isEmpty()) {
      return new ModelAndView("redirect:/setup");
    }
    if (customer == null) {
      return new ModelAndView("redirect:" + SignInController.signInPath("/w"));
    }
    ModelAndView page = new ModelAndView("setup/done");
    page.addObject(
        "plan",
        workspaces
            .plan(made.get(), customer.account(), PageLanguage.of(request))
            .orElseThrow(() -> new PageNotFoundException("not a member any more")));
    addSubscription(page, standing(request).agreement(), request);
    return page;
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
