package io.countinghouse.console;

import io.countinghouse.settlement.SetUpProgress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Function;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Registers a customer by either way: account, company or a billing account there is, workspace.
 */
@Controller
class RegisterController {

  private static final String PLAIN = "/register";
  private static final String FROM_AWS = "/setup/register";

  private final RegistrationPages pages;
  private final RegistrationSteps steps;
  private final RegistrationExisting existing;
  private final RegistrationEnds ends;
  private final SetUpPages setUps;
  private final SetUpProgress progress;

  RegisterController(
      RegistrationPages pages,
      RegistrationSteps steps,
      RegistrationExisting existing,
      RegistrationEnds ends,
      SetUpPages setUps,
      SetUpProgress progress) {
    this.pages = pages;
    this.steps = steps;
    this.existing = existing;
    this.ends = ends;
    this.setUps = setUps;
    this.progress = progress;
  }

  @GetMapping(FROM_AWS)
  @Access(Access.Who.REGISTERING)
  String start() {
    return "redirect:" + RegistrationWay.FROM_AWS.account();
  }

  @GetMapping({PLAIN, FROM_AWS + "/account"})
  @Access(Access.Who.REGISTERING)
  ModelAndView account(HttpServletRequest request, HttpServletResponse response) {
    return open(
        request,
        response,
        way ->
            steps.account(
                way, way.fromAws() ? setUps.preselectedSite(request) : pages.firstSite(), request));
  }

  @PostMapping({PLAIN, FROM_AWS + "/account"})
  @Access(Access.Who.REGISTERING)
  ModelAndView account(
      @ModelAttribute("form") AccountForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return open(
        request,
        response,
        way -> {
          ModelAndView page = steps.account(way, form, request, response);
          if (way.fromAws()) {
            pages
                .current(request)
                .filter(it -> !it.isComplete())
                .ifPresent(it -> progress.begun(setUps.agreement(request), it));
          }
          return page;
        });
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping({PLAIN + "/code", FROM_AWS + "/code"})
  @Access(Access.Who.REGISTERING)
  String codePage(HttpServletRequest request) {
    return "redirect:" + RegistrationWay.of(request).account();
  }

  /** Sends a code; as a part of the page where a script asked for it, else as the whole page. */
  @PostMapping({PLAIN + "/code", FROM_AWS + "/code"})
  @Access(Access.Who.REGISTERING)
  ModelAndView code(
      @ModelAttribute("form") AccountForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return open(request, response, way -> steps.code(way, form, request, response));
  }

  @GetMapping({PLAIN + "/company", FROM_AWS + "/company"})
  @Access(Access.Who.REGISTERING)
  ModelAndView company(HttpServletRequest request, HttpServletResponse response) {
    return open(request, response, way -> steps.company(way, request));
  }

  @PostMapping({PLAIN + "/company", FROM_AWS + "/company"})
  @Access(Access.Who.REGISTERING)
  ModelAndView company(
      @ModelAttribute("form") CompanyForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return open(request, response, way -> steps.company(way, form, request, response));
  }

  @GetMapping({PLAIN + "/existing", FROM_AWS + "/existing"})
  @Access(Access.Who.REGISTERING)
  ModelAndView existing(HttpServletRequest request, HttpServletResponse response) {
    return open(request, response, way -> existing.form(way, request));
  }

  /** Sends a code to the address of the billing account. */
  @PostMapping({PLAIN + "/existing-code", FROM_AWS + "/existing-code"})
  @Access(Access.Who.REGISTERING)
  ModelAndView existingCode(HttpServletRequest request, HttpServletResponse response) {
    return open(request, response, way -> existing.code(way, request));
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping({PLAIN + "/existing-code", FROM_AWS + "/existing-code"})
  @Access(Access.Who.REGISTERING)
  String existingCodePage(HttpServletRequest request) {
    return "redirect:" + RegistrationWay.of(request).existing();
  }

  @PostMapping({PLAIN + "/existing", FROM_AWS + "/existing"})
  @Access(Access.Who.REGISTERING)
  ModelAndView existing(
      @ModelAttribute("form") RegistrationExisting.Form form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return open(request, response, way -> existing.bind(way, form, request, response));
  }

  @GetMapping({PLAIN + "/workspace", FROM_AWS + "/workspace"})
  @Access(Access.Who.REGISTERING)
  ModelAndView workspace(HttpServletRequest request, HttpServletResponse response) {
    return open(request, response, way -> shown(way, steps.workspace(way, request), request));
  }

  @PostMapping({PLAIN + "/workspace", FROM_AWS + "/workspace"})
  @Access(Access.Who.REGISTERING)
  ModelAndView workspace(
      @ModelAttribute("form") RegistrationSteps.WorkspaceForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return open(
        request,
        response,
        way ->
            shown(
                way,
                steps.workspace(
                    way,
                    form,
                    (current, typed, refused) ->
                        ends.complete(way, current, typed, refused, request, response),
                    request,
                    response),
                request));
  }

  /** The last step shows the subscription that it is for. */
  private ModelAndView shown(RegistrationWay way, ModelAndView page, HttpServletRequest request) {
    return way.fromAws() ? setUps.withSubscription(page, request) : page;
  }

  /** Nothing is registered with an agreement that cannot be set up any more. */
  private ModelAndView open(
      HttpServletRequest request,
      HttpServletResponse response,
      Function<RegistrationWay, ModelAndView> page) {
    RegistrationWay way = RegistrationWay.of(request);
    return way.fromAws()
        ? setUps.elsewhere(request, response).orElseGet(() -> page.apply(way))
        : page.apply(way);
  }
}
