package io.countinghouse.console;

import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Username;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Invitation;
import io.countinghouse.workspace.InvitationAnswers;
import io.countinghouse.workspace.InvitationId;
import io.countinghouse.workspace.Invitations;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where the link of an invitation leads. The session then knows which invitation was shown, so that
 * the token stands in no other address and on no page.
 */
@Controller
class InvitationController {

  private static final String ATTRIBUTE = "invitation";

  private final Invitations invitations;
  private final InvitationAnswers answers;
  private final Workspaces workspaces;
  private final Sites sites;
  private final SignIns signIns;
  private final RateLimits limits;

  InvitationController(
      Invitations invitations,
      InvitationAnswers answers,
      Workspaces workspaces,
      Sites sites,
      SignIns signIns,
      RateLimits limits) {
    this.invitations = invitations;
    this.answers = answers;
    this.workspaces = workspaces;
    this.sites = sites;
    this.signIns = signIns;
    this.limits = limits;
  }

  private record Shown(String id, int sending) implements Serializable {}

  /** A new account of the invited address; a field that was not sent is empty. */
  record Form(String username, String password, String phone) {

    Form {
      username = FieldChecks.text(username);
      password = FieldChecks.text(password);
      phone = FieldChecks.digits(phone);
    }

    @Override
    public String toString() {
      return "Form[***]";
    }
  }

  @GetMapping("/invitation")
  @Access(Access.Who.PUBLIC)
  ModelAndView invitation(
      @RequestParam(defaultValue = "") String token,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal @Nullable SignedInCustomer who) {
    if (!token.isEmpty()) {
      Optional<Invitation> found = invitations.byToken(token);
      HttpSession session = request.getSession(true);
      session.removeAttribute(ATTRIBUTE);
      found.ifPresent(
          it -> session.setAttribute(ATTRIBUTE, new Shown(it.id().value(), it.sending())));
      return new ModelAndView("redirect:/invitation");
    }
    Optional<Invitation> shown = shown(request);
    return shown.isEmpty()
        ? gone(response)
        : page(shown.get(), new Form("", "", ""), new FieldProblems(), request, who);
  }

  @PostMapping("/invitation/accept")
  @Access(Access.Who.CUSTOMER)
  ModelAndView accept(
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInCustomer who) {
    Optional<Invitation> shown = shown(request);
    if (shown.isEmpty()) {
      return gone(response);
    }
    Invitation invitation = shown.get();
    return switch (answers.accept(invitation.id(), invitation.sending(), who.account())) {
      case DONE -> joined(invitation, request);
      case OTHER_SITE -> {
        FieldProblems problems = new FieldProblems();
        problems.add("join", "problem.invitation.site");
        yield RegistrationPages.refused(
            page(invitation, new Form("", "", ""), problems, request, who), response);
      }
      case NONE, OVER, NOT_ALLOWED, NO_SUCH_ROLE, IS_MEMBER, IS_INVITED, TOO_MANY -> gone(response);
    };
  }

  /** Ends all sign-ins of the browser; the invitation that it was shown stays. */
  @PostMapping("/invitation/sign-out")
  @Access(Access.Who.PUBLIC)
  String signOut(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    Object shown = session == null ? null : session.getAttribute(ATTRIBUTE);
    signIns.signOut(request);
    if (shown != null) {
      request.getSession(true).setAttribute(ATTRIBUTE, shown);
    }
    return "redirect:/invitation";
  }

  /** Registers an account of the invited address, signs in and joins. */
  @PostMapping("/invitation/register")
  @Access(Access.Who.PUBLIC)
  ModelAndView register(
      @ModelAttribute("form") Form form,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal @Nullable SignedInCustomer who) {
    Optional<Invitation> shown = shown(request);
    if (shown.isEmpty()) {
      return gone(response);
    }
    Invitation invitation = shown.get();
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return page(invitation, form, problems, request, who);
    }
    FieldChecks.username(form.username(), problems);
    FieldChecks.password(
        "password", form.password(), form.username(), invitation.email().value(), problems);
    FieldChecks.phone(form.phone(), problems);
    if (problems.isEmpty()) {
      limits.take(RateLimits.Limit.USERNAME_CHECK, request);
      switch (registered(invitation, form, request)) {
        case InvitationAnswers.JoinOutcome.Joined(ConsoleAccount account) -> {
          signIns.signIn(account, request, response);
          return joined(invitation, request);
        }
        case InvitationAnswers.JoinOutcome.None() -> {
          return gone(response);
        }
        case InvitationAnswers.JoinOutcome.UsernameTaken() ->
            problems.add("username", "problem.username.taken");
        case InvitationAnswers.JoinOutcome.EmailTaken() ->
            problems.add("username", "problem.invitation.has-account");
      }
    }
    return RegistrationPages.refused(page(invitation, form, problems, request, who), response);
  }

  private InvitationAnswers.JoinOutcome registered(
      Invitation invitation, Form form, HttpServletRequest request) {
    return answers.register(
        invitation.id(),
        invitation.sending(),
        new Username(form.username()),
        new Password(form.password()),
        form.phone().strip(),
        PageLanguage.of(request));
  }

  private Optional<Invitation> shown(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(ATTRIBUTE) instanceof Shown(var id, var sending)
        ? invitations.find(new InvitationId(id), sending)
        : Optional.empty();
  }

  private static ModelAndView joined(Invitation invitation, HttpServletRequest request) {
    request.getSession(true).removeAttribute(ATTRIBUTE);
    return new ModelAndView("redirect:/w/" + invitation.workspace() + "/plan");
  }

  private static ModelAndView gone(HttpServletResponse response) {
    response.setStatus(HttpStatus.NOT_FOUND.value());
    return new ModelAndView("invitation-gone");
  }

  private ModelAndView page(
      Invitation invitation,
      Form form,
      FieldProblems problems,
      HttpServletRequest request,
      @Nullable SignedInCustomer who) {
    Workspace workspace = workspaces.get(invitation.workspace());
    Site site = sites.get(workspace.site());
    ModelAndView page = new ModelAndView("invitation");
    page.addObject("workspace", workspace.name());
    page.addObject("site", site.name(PageLanguage.of(request)));
    page.addObject("siteId", site.id().value());
    page.addObject("inviter", invitation.invitedBy());
    page.addObject("role", invitation.role().name());
    page.addObject("email", invitation.email().value());
    page.addObject("signedIn", who == null ? null : who.username());
    page.addObject("form", form);
    page.addObject("problems", problems);
    page.addObject("passwordMin", Password.LENGTH_MIN);
    page.addObject(PageFrame.LANGUAGE_PATH, "/invitation");
    if (who == null) {
      page.addObject(PageFrame.FORM, "page-form");
    }
    return page;
  }
}
