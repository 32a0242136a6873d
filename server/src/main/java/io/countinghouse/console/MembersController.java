package io.countinghouse.console;

import io.countinghouse.identity.EmailAddress;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.InvitationId;
import io.countinghouse.workspace.Invitations;
import io.countinghouse.workspace.Members;
import io.countinghouse.workspace.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Who is in a workspace; another tenant's is not found, as one that does not exist. */
@Controller
class MembersController {

  private final MemberPages pages;
  private final Members members;
  private final Invitations invitations;

  MembersController(MemberPages pages, Members members, Invitations invitations) {
    this.pages = pages;
    this.members = members;
    this.invitations = invitations;
  }

  /** Whom to invite; a field that was not sent is empty. */
  record InviteForm(String email, String role) {

    InviteForm {
      email = FieldChecks.text(email);
      role = FieldChecks.text(role);
    }
  }

  @GetMapping("/w/{workspace}/members")
  @Access(Access.Who.CUSTOMER)
  ModelAndView list(
      @PathVariable String workspace,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInCustomer who) {
    return page(
        MemberPages.id(workspace),
        new InviteForm("", Role.MEMBER.name()),
        new FieldProblems(),
        request,
        who);
  }

  @PostMapping("/w/{workspace}/invitations")
  @Access(Access.Who.CUSTOMER)
  ModelAndView invite(
      @PathVariable String workspace,
      @ModelAttribute("form") InviteForm form,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInCustomer who) {
    WorkspaceId id = MemberPages.id(workspace);
    pages.requireMember(id, who.account());
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return page(id, form, problems, request, who);
    }
    FieldChecks.email(form.email(), problems);
    if (problems.isEmpty()) {
      tell(
          invitations.invite(
              id, who.account(), new EmailAddress(form.email()), MemberPages.role(form.role())),
          problems);
    }
    return problems.isEmpty()
        ? toList(id)
        : RegistrationPages.refused(page(id, form, problems, request, who), response);
  }

  @PostMapping("/w/{workspace}/invitations/{invitation}/send")
  @Access(Access.Who.CUSTOMER)
  ModelAndView sendAgain(
      @PathVariable String workspace,
      @PathVariable String invitation,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInCustomer who) {
    WorkspaceId id = MemberPages.id(workspace);
    pages.requireMember(id, who.account());
    InvitationId invited = MemberPages.invitation(invitation);
    return answered(invitations.sendAgain(id, who.account(), invited), id, request, response, who);
  }

  @PostMapping("/w/{workspace}/invitations/{invitation}/revoke")
  @Access(Access.Who.CUSTOMER)
  ModelAndView revoke(
      @PathVariable String workspace,
      @PathVariable String invitation,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInCustomer who) {
    WorkspaceId id = MemberPages.id(workspace);
    pages.requireMember(id, who.account());
    InvitationId invited = MemberPages.invitation(invitation);
    return answered(invitations.revoke(id, who.account(), invited), id, request, response, who);
  }

  @PostMapping("/w/{workspace}/members/{member}/role")
  @Access(Access.Who.CUSTOMER)
  ModelAndView changeRole(
      @PathVariable String workspace,
      @PathVariable String member,
      @RequestParam(defaultValue = "") String role,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInCustomer who) {
    WorkspaceId id = MemberPages.id(workspace);
    pages.requireMember(id, who.account());
    ConsoleAccountId account = MemberPages.account(member);
    Members.Outcome outcome =
        members.changeRole(id, who.account(), account, MemberPages.role(role));
    return answered(outcome, id, request, response, who);
  }

  @PostMapping("/w/{workspace}/members/{member}/remove")
  @Access(Access.Who.CUSTOMER)
  ModelAndView remove(
      @PathVariable String workspace,
      @PathVariable String member,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInCustomer who) {
    WorkspaceId id = MemberPages.id(workspace);
    pages.requireMember(id, who.account());
    Members.Outcome outcome = members.remove(id, who.account(), MemberPages.account(member));
    return answered(outcome, id, request, response, who);
  }

  @PostMapping("/w/{workspace}/leave")
  @Access(Access.Who.CUSTOMER)
  ModelAndView leave(
      @PathVariable String workspace, @AuthenticationPrincipal SignedInCustomer who) {
    WorkspaceId id = MemberPages.id(workspace);
    pages.requireMember(id, who.account());
    checkDone(members.leave(id, who.account()));
    return new ModelAndView("redirect:/w");
  }

  /** What the page offers nobody who may not: only a forged form comes to this. */
  private static void checkDone(Members.Outcome outcome) {
    switch (outcome) {
      case DONE -> {}
      case NOT_ALLOWED, IS_OWNER, NO_MEMBER ->
          throw new PageNotFoundException("the member may not be changed: " + outcome);
    }
  }

  /** Who looks at an older list may name somebody who has left meanwhile. */
  private ModelAndView answered(
      Members.Outcome outcome,
      WorkspaceId id,
      HttpServletRequest request,
      HttpServletResponse response,
      SignedInCustomer who) {
    if (outcome != Members.Outcome.NO_MEMBER) {
      checkDone(outcome);
      return toList(id);
    }
    FieldProblems problems = new FieldProblems();
    problems.add("", "problem.member.gone");
    return refused(id, problems, request, response, who);
  }

  private ModelAndView answered(
      Invitations.Outcome outcome,
      WorkspaceId id,
      HttpServletRequest request,
      HttpServletResponse response,
      SignedInCustomer who) {
    FieldProblems problems = new FieldProblems();
    tell(outcome, problems);
    return problems.isEmpty() ? toList(id) : refused(id, problems, request, response, who);
  }

  private ModelAndView refused(
      WorkspaceId id,
      FieldProblems problems,
      HttpServletRequest request,
      HttpServletResponse response,
      SignedInCustomer who) {
    InviteForm empty = new InviteForm("", Role.MEMBER.name());
    return RegistrationPages.refused(page(id, empty, problems, request, who), response);
  }

  private static void tell(Invitations.Outcome outcome, FieldProblems problems) {
    switch (outcome) {
      case DONE -> {}
      case IS_MEMBER -> problems.add("email", "problem.invitation.member");
      case IS_INVITED -> problems.add("email", "problem.invitation.invited");
      case TOO_MANY -> problems.add("email", "problem.invitation.too-many");
      case NO_SUCH_ROLE -> problems.add("role", "problem.invitation.role");
      case OVER -> problems.add("", "problem.invitation.over");
      case NONE, NOT_ALLOWED, OTHER_SITE ->
          throw new PageNotFoundException("no such invitation: " + outcome);
    }
  }

  private static ModelAndView toList(WorkspaceId id) {
    return new ModelAndView("redirect:/w/" + id + "/members");
  }

  private ModelAndView page(
      WorkspaceId id,
      InviteForm form,
      FieldProblems problems,
      HttpServletRequest request,
      SignedInCustomer who) {
    Language language = PageLanguage.of(request);
    ModelAndView page = new ModelAndView("workspace/members");
    pages.fill(page, id, who.account(), language);
    page.addObject("form", form);
    page.addObject("problems", problems);
    page.addObject(PageFrame.LANGUAGE_PATH, "/w/" + id + "/members");
    if (page.getModel().containsKey("invitations")) {
      page.addObject(PageFrame.FORM, "invite");
    }
    return page;
  }
}
