package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.Dissolutions;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.NewWorkspaces;
import io.countinghouse.workspace.Permission;
import io.countinghouse.workspace.Role;
import io.countinghouse.workspace.WorkspaceName;
import io.countinghouse.workspace.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What is left to do with a locked workspace: dissolve it, or go to another one. */
@Controller
class LockController {

  private final WorkspacePages pages;
  private final WorkspaceFrames frames;
  private final Workspaces workspaces;
  private final Dissolutions dissolutions;
  private final NewWorkspaces newWorkspaces;
  private final TransactionTemplate tx;

  LockController(
      WorkspacePages pages,
      WorkspaceFrames frames,
      Workspaces workspaces,
      Dissolutions dissolutions,
      NewWorkspaces newWorkspaces,
      TransactionTemplate tx) {
    this.pages = pages;
    this.frames = frames;
    this.workspaces = workspaces;
    this.dissolutions = dissolutions;
    this.newWorkspaces = newWorkspaces;
    this.tx = tx;
  }

  /** What a new workspace is to be; a field that was not sent is empty. */
  record NewForm(String workspaceName, String workspaceLanguage) {}

  /** The page of a workspace that is fully locked or dissolved. */
  @GetMapping("/w/{workspace}/locked")
  @Access(Access.Who.CUSTOMER)
  ModelAndView locked(
      @PathVariable String workspace,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInCustomer who) {
    Language language = PageLanguage.of(request);
    return locked(
        WorkspaceController.id(workspace),
        new NewForm("", language.code()),
        new FieldProblems(),
        language,
        who);
  }

  private ModelAndView locked(
      WorkspaceId id,
      NewForm form,
      FieldProblems problems,
      Language language,
      SignedInCustomer who) {
    ModelAndView page = new ModelAndView("workspace/locked");
    WorkspaceFrames.View _ = fill(page, id, language, who);
    List<WorkspacePages.Listed> others =
        pages.of(who.account(), language).stream()
            .filter(it -> it.lock().equals(LockState.OPEN.name()))
            .toList();
    page.addObject("others", others);
    page.addObject("form", form);
    page.addObject("problems", problems);
    page.addObject(PageFrame.LANGUAGE_PATH, "/w/" + id + "/locked");
    page.addObject(PageFrame.FORM, "page-form");
    return page;
  }

  /** Makes another workspace, on the free plan. */
  @PostMapping("/w/{workspace}/another")
  @Access(Access.Who.CUSTOMER)
  ModelAndView another(
      @PathVariable String workspace,
      @RequestParam(defaultValue = "") String workspaceName,
      @RequestParam(defaultValue = "") String workspaceLanguage,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInCustomer who) {
    WorkspaceId id = WorkspaceController.id(workspace);
    role(id, who);
    NewForm form = new NewForm(workspaceName, workspaceLanguage);
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return locked(id, form, problems, PageLanguage.of(request), who);
    }
    FieldChecks.workspace(workspaceName, workspaceLanguage, problems);
    if (!problems.isEmpty()) {
      return RegistrationPages.refused(
          locked(id, form, problems, PageLanguage.of(request), who), response);
    }
    return newWorkspaces
        .create(
            id,
            who.account(),
            new WorkspaceName(workspaceName),
            Language.ofCode(workspaceLanguage).orElseThrow())
        .map(made -> new ModelAndView("redirect:/w/" + made + "/plan"))
        .orElseThrow(() -> new PageNotFoundException("not a member of the workspace"));
  }

  @GetMapping("/w/{workspace}/dissolve")
  @Access(Access.Who.CUSTOMER)
  ModelAndView askToDissolve(
      @PathVariable String workspace,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInCustomer who) {
    WorkspaceId id = WorkspaceController.id(workspace);
    return dissolve(id, "", new FieldProblems(), PageLanguage.of(request), who);
  }

  /**
   * Dissolves it.
   *
   * @param name the workspace's name, typed by its owner
   */
  @PostMapping("/w/{workspace}/dissolve")
  @Access(Access.Who.CUSTOMER)
  ModelAndView dissolve(
      @PathVariable String workspace,
      @RequestParam(defaultValue = "") String name,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInCustomer who) {
    WorkspaceId id = WorkspaceController.id(workspace);
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return dissolve(id, name, problems, PageLanguage.of(request), who);
    }
    switch (dissolutions.dissolve(id, who.account(), name)) {
      case DONE -> {
        return new ModelAndView("redirect:/w/" + id + "/locked");
      }
      case NOT_ALLOWED -> throw new PageNotFoundException("not the owner of the workspace");
      case NOT_IN_BUFFER -> problems.add("name", "dissolve.problem.state");
      case OTHER_NAME -> problems.add("name", "dissolve.problem.name");
    }
    return RegistrationPages.refused(
        dissolve(id, name, problems, PageLanguage.of(request), who), response);
  }

  private ModelAndView dissolve(
      WorkspaceId id,
      String name,
      FieldProblems problems,
      Language language,
      SignedInCustomer who) {
    if (!role(id, who).may(Permission.DISSOLVE)) {
      throw new PageNotFoundException("not the owner of the workspace");
    }
    ModelAndView page = new ModelAndView("workspace/dissolve");
    WorkspaceFrames.View shown = fill(page, id, language, who);
    page.addObject("name", name);
    page.addObject("problems", problems);
    page.addObject(PageFrame.LANGUAGE_PATH, "/w/" + id + "/dissolve");
    WorkspaceFrames.LockView lock = shown.lock();
    if (lock != null && lock.dissolves()) {
      page.addObject(PageFrame.FORM, "page-form");
    }
    return page;
  }

  private WorkspaceFrames.View fill(
      ModelAndView page, WorkspaceId id, Language language, SignedInCustomer who) {
    Role role = role(id, who);
    WorkspaceFrames.View shown = tx.execute(_ -> frames.of(workspaces.get(id), role, language));
    page.addObject("workspace", shown);
    page.addObject("workspaces", pages.of(who.account(), language));
    return shown;
  }

  private Role role(WorkspaceId id, SignedInCustomer who) {
    return workspaces
        .role(id, who.account())
        .orElseThrow(() -> new PageNotFoundException("not a member of the workspace"));
  }
}
