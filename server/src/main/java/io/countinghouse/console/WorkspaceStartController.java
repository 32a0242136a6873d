package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.Permission;
import io.countinghouse.workspace.Role;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.WorkspaceTokens;
import io.countinghouse.workspace.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * How to start with a workspace: an introduction, and the command that installs DataKit with a
 * token of the workspace. A token is shown in the answer that makes it and never again.
 */
@Controller
class WorkspaceStartController {

  private final Workspaces workspaces;
  private final WorkspaceTokens tokens;
  private final WorkspaceFrames frames;
  private final WorkspacePages pages;
  private final ConsoleSettings settings;
  private final PageText text;
  private final TransactionTemplate tx;

  WorkspaceStartController(
      Workspaces workspaces,
      WorkspaceTokens tokens,
      WorkspaceFrames frames,
      WorkspacePages pages,
      ConsoleSettings settings,
      PageText text,
      TransactionTemplate tx) {
    this.workspaces = workspaces;
    this.tokens = tokens;
    this.frames = frames;
    this.pages = pages;
    this.settings = settings;
    this.text = text;
    this.tx = tx;
  }

  /** A token that was made before. */
  record Known(String id, String createdAt) {}

  @GetMapping("/w/{workspace}/start")
  @Access(Access.Who.CUSTOMER)
  ModelAndView start(
      @PathVariable String workspace,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInCustomer customer) {
    return page(workspace, null, request, customer);
  }

  /** Makes a token, beside those there are, and shows the command with it. */
  @PostMapping("/w/{workspace}/start/token")
  @Access(Access.Who.CUSTOMER)
  ModelAndView make(
      @PathVariable String workspace,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInCustomer customer) {
    WorkspaceId id = owned(workspace, customer.account());
    String token = tx.execute(_ -> tokens.issue(Actor.customer(customer.account()), id));
    ModelAndView page = page(workspace, token, request, customer);
    page.addObject(PageFrame.LANGUAGE_PATH, "/w/" + id + "/start");
    return page;
  }

  /** Reloading the page that a token was made on shows no token. */
  @GetMapping("/w/{workspace}/start/token")
  @Access(Access.Who.CUSTOMER)
  ModelAndView tokenPage(
      @PathVariable String workspace,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInCustomer customer) {
    return page(owned(workspace, customer.account()).value(), null, request, customer);
  }

  /** Ends a token; what uses it is refused from then on. */
  @PostMapping("/w/{workspace}/start/token/revoke")
  @Access(Access.Who.CUSTOMER)
  String revoke(
      @PathVariable String workspace,
      @RequestParam(defaultValue = "") String token,
      @AuthenticationPrincipal SignedInCustomer customer) {
    WorkspaceId id = owned(workspace, customer.account());
    tx.executeWithoutResult(_ -> tokens.revoke(Actor.customer(customer.account()), id, token));
    return "redirect:/w/" + id + "/start";
  }

  private WorkspaceId owned(String workspace, ConsoleAccountId account) {
    WorkspaceId id = WorkspaceController.id(workspace);
    if (role(id, account) != Role.OWNER) {
      throw new PageNotFoundException("not the owner of the workspace");
    }
    return id;
  }

  private Role role(WorkspaceId id, ConsoleAccountId account) {
    return workspaces
        .role(id, account)
        .filter(it -> it.may(Permission.VIEW_WORKSPACE))
        .orElseThrow(() -> new PageNotFoundException("not a member of the workspace"));
  }

  private ModelAndView page(
      String workspace,
      @Nullable String token,
      HttpServletRequest request,
      SignedInCustomer customer) {
    WorkspaceId id = WorkspaceController.id(workspace);
    Role role = role(id, customer.account());
    Language language = PageLanguage.of(request);
    ModelAndView page = new ModelAndView("workspace/start");
    tx.executeWithoutResult(_ -> {
      Workspace shown = workspaces.get(id);
      page.addObject("workspace", frames.of(shown, role, language));
      page.addObject("command", token == null ? null : command(shown, token));
      page.addObject("tokens", role == Role.OWNER ? known(shown, language) : List.of());
    });
    page.addObject("workspaces", pages.of(customer.account(), language));
    page.addObject("owner", role == Role.OWNER);
    page.addObject("video", settings.introductionVideo());
    page.addObject("captions", settings.captions(language));
    return page;
  }

  private String command(Workspace workspace, String token) {
    return settings
        .datakitCommand()
        .replace("{site}", workspace.site().value())
        .replace("{token}", token);
  }

  private List<Known> known(Workspace workspace, Language language) {
    return tokens.of(workspace.id()).stream()
        .filter(it -> it.revokedAt() == null)
        .map(
            it -> new Known(it.id(), text.time(it.createdAt(), frames.zoneOf(workspace), language)))
        .toList();
  }
}
