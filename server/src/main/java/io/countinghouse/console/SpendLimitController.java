package io.countinghouse.console;

import io.countinghouse.kernel.WorkspaceId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** How much an item may cost on a day before owner and administrators are told. */
@Controller
class SpendLimitController {

  private final SpendLimitPages pages;
  private final WorkspacePages workspaces;

  SpendLimitController(SpendLimitPages pages, WorkspacePages workspaces) {
    this.pages = pages;
    this.workspaces = workspaces;
  }

  @GetMapping("/w/{workspace}/alerts")
  @Access(Access.Who.CUSTOMER)
  ModelAndView show(
      @PathVariable String workspace,
      @RequestParam(defaultValue = "false") boolean saved,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInCustomer customer) {
    ModelAndView page = page(workspace, Map.of(), null, new FieldProblems(), request, customer);
    page.addObject("saved", saved);
    return page;
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = "/w/{workspace}/alerts", params = PageLanguage.PARAMETER)
  @Access(Access.Who.CUSTOMER)
  ModelAndView inOtherLanguage(
      @PathVariable String workspace,
      @RequestParam Map<String, String> typed,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInCustomer customer) {
    // What was typed for another currency stays so.
    String typedIn = typed.get(SpendLimitPages.CURRENCY);
    return page(workspace, typed, typedIn, new FieldProblems(), request, customer);
  }

  /** Sets all limits; only the owner may. */
  @PostMapping("/w/{workspace}/alerts")
  @Access(Access.Who.CUSTOMER)
  ModelAndView set(
      @PathVariable String workspace,
      @RequestParam Map<String, String> typed,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInCustomer customer) {
    WorkspaceId id = WorkspaceController.id(workspace);
    FieldProblems problems = pages.set(id, customer.account(), typed, PageLanguage.of(request));
    if (problems.isEmpty()) {
      return new ModelAndView("redirect:/w/" + id + "/alerts?saved=true");
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(workspace, typed, null, problems, request, customer);
  }

  /**
   * @param typedIn the currency of what was typed; empty for that of who pays
   */
  private ModelAndView page(
      String workspace,
      Map<String, String> typed,
      @Nullable String typedIn,
      FieldProblems problems,
      HttpServletRequest request,
      SignedInCustomer customer) {
    SpendLimitPages.Page shown =
        pages
            .page(
                WorkspaceController.id(workspace),
                customer.account(),
                typed,
                PageLanguage.of(request))
            .orElseThrow(() -> new PageNotFoundException("may not see the limits"));
    ModelAndView page = new ModelAndView("workspace/alerts");
    page.addObject("limits", shown);
    page.addObject("typedIn", typedIn == null ? shown.currency() : typedIn);
    page.addObject("workspace", shown.workspace());
    page.addObject("workspaces", workspaces.of(customer.account(), PageLanguage.of(request)));
    page.addObject("problems", problems);
    page.addObject("saved", false);
    page.addObject(PageFrame.FORM, "alerts");
    return page;
  }
}
