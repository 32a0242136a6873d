package io.countinghouse.console;

import io.countinghouse.identity.BillingProofs;
import io.countinghouse.identity.Registration;
import io.countinghouse.identity.Registrations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Ties a registration to the billing account that has its username already, if it is theirs. */
@Component
class RegistrationExisting {

  private static final String VIEW = "register/existing";

  private final RegistrationPages pages;
  private final Registrations registrations;
  private final BillingProofs proofs;
  private final RateLimits limits;

  RegistrationExisting(
      RegistrationPages pages,
      Registrations registrations,
      BillingProofs proofs,
      RateLimits limits) {
    this.pages = pages;
    this.registrations = registrations;
    this.proofs = proofs;
    this.limits = limits;
  }

  /** What was typed; a field that was not sent is empty. */
  record Form(String password, String code, String factor) {

    static final Form EMPTY = new Form("", "", "");

    Form {
      password = FieldChecks.text(password);
      code = FieldChecks.digits(code);
      factor = FieldChecks.text(factor);
    }

    @Override
    public String toString() {
      return "Form[***]";
    }
  }

  ModelAndView form(RegistrationWay way, HttpServletRequest request) {
    return current(request)
        .map(it -> page(way, it, Form.EMPTY, new FieldProblems()))
        .orElseGet(() -> new ModelAndView("redirect:" + way.account()));
  }

  /** Sends a code to the address of the billing account. */
  ModelAndView code(RegistrationWay way, HttpServletRequest request) {
    Optional<Registration> current = current(request);
    if (current.isEmpty()) {
      return new ModelAndView("redirect:" + way.account());
    }
    limits.take(RateLimits.Limit.CODE, request);
    String sentTo = proofs.sendCode(current.get().username().value(), PageLanguage.of(request));
    ModelAndView page = page(way, current.get(), Form.EMPTY, new FieldProblems());
    page.addObject("sentTo", sentTo);
    return page;
  }

  ModelAndView bind(
      RegistrationWay way, Form form, HttpServletRequest request, HttpServletResponse response) {
    Optional<Registration> current = current(request);
    if (current.isEmpty()) {
      return new ModelAndView("redirect:" + way.account());
    }
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return page(way, current.get(), form, problems);
    }
    if (form.password().isEmpty() && form.code().isBlank()) {
      problems.add("password", "problem.existing.empty");
    } else if (current.get().existing() != null || bound(current.get(), form, problems, request)) {
      // Pressed twice, the second press finds it bound.
      return new ModelAndView("redirect:" + way.workspace());
    }
    return RegistrationPages.refused(page(way, current.get(), form, problems), response);
  }

  private boolean bound(
      Registration current, Form form, FieldProblems problems, HttpServletRequest request) {
    String username = current.username().value();
    limits.takeSignIn(request, BillingSignInController.PLACE, username);
    BillingProofs.Outcome outcome =
        form.password().isEmpty()
            ? proofs.byCode(username, form.code(), form.factor())
            : proofs.byPassword(username, form.password(), form.factor());
    return switch (outcome) {
      case BillingProofs.Outcome.Proven(var account) -> {
        registrations.setExisting(current.id(), account.id());
        yield true;
      }
      case BillingProofs.Outcome.NotShown() -> {
        problems.add(form.password().isEmpty() ? "code" : "password", "problem.existing.wrong");
        yield false;
      }
      case BillingProofs.Outcome.FactorWanted(boolean tried) -> {
        problems.add("factor", tried ? "problem.second-factor.wrong" : "problem.existing.factor");
        yield false;
      }
      case BillingProofs.Outcome.TooMany(var wait) ->
          throw new TooManyRequestsException(RateLimits.Limit.ACCOUNT_SIGN_IN, wait);
    };
  }

  private Optional<Registration> current(HttpServletRequest request) {
    return pages.current(request).filter(it -> !it.isComplete());
  }

  private static ModelAndView page(
      RegistrationWay way, Registration current, Form form, FieldProblems problems) {
    ModelAndView page = RegistrationPages.step(VIEW, way, form, problems);
    page.addObject("username", current.username().value());
    page.addObject("sentTo", null);
    return page;
  }
}
