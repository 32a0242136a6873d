package io.countinghouse.console;

import io.countinghouse.identity.Registration;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** Leads who registers to AWS Marketplace, from where the same registration is gone on with. */
@Controller
class RegisterAwsController {

  private static final String HERE = "/register/aws";

  private final RegistrationPages pages;
  private final SetUpPages setUps;

  RegisterAwsController(RegistrationPages pages, SetUpPages setUps) {
    this.pages = pages;
    this.setUps = setUps;
  }

  /** Keeps what was typed so far, for the way back. */
  @PostMapping(HERE)
  @Access(Access.Who.PUBLIC)
  String leave(
      @ModelAttribute("form") RegistrationSteps.WorkspaceForm form, HttpServletRequest request) {
    pages.keepTyped(request, form);
    return "redirect:" + HERE;
  }

  @GetMapping(HERE)
  @Access(Access.Who.PUBLIC)
  ModelAndView aws(HttpServletRequest request) {
    Optional<Registration> open =
        pages
            .current(request)
            .filter(it -> !it.isComplete() && it.hasPayer() && pages.offersAws(it.site()));
    if (open.isEmpty()) {
      return new ModelAndView("redirect:" + RegistrationWay.PLAIN.workspace());
    }
    MarketplaceTrip.remember(request, new MarketplaceTrip.Purpose.Registration(open.get().id()));
    ModelAndView page = new ModelAndView("register/aws");
    page.addObject("way", RegistrationWay.PLAIN);
    page.addObject("subscribe", setUps.subscribeLinks(open.get().site(), request));
    return page;
  }
}
