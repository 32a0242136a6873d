package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.settlement.WorkspaceDirectory;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.LockState;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** 工作空间管理: all workspaces of a billing account, over all sites. */
@Controller
class BillingWorkspacesController {

  private static final int PAGE_SIZE = 50;
  private static final int TEXT_LENGTH_MAX = 100;

  private final WorkspaceDirectory directory;
  private final BillingRows rows;
  private final Sites sites;
  private final TransactionTemplate tx;

  BillingWorkspacesController(
      WorkspaceDirectory directory, BillingRows rows, Sites sites, TransactionTemplate tx) {
    this.directory = directory;
    this.rows = rows;
    this.sites = sites;
    this.tx = tx;
  }

  /**
   * What to look for; what was not sent, or is none of the choices, is empty.
   *
   * @param at with {@code after}, where the page before ended
   */
  record Filter(
      String q,
      String site,
      String method,
      String lock,
      String agreement,
      String at,
      String after) {

    Filter {
      q = FieldChecks.text(q);
      q = q.length() > TEXT_LENGTH_MAX ? q.substring(0, TEXT_LENGTH_MAX) : q;
      site = FieldChecks.text(site);
      method = FieldChecks.text(method);
      lock = FieldChecks.text(lock);
      agreement = FieldChecks.text(agreement);
      at = FieldChecks.text(at);
      after = FieldChecks.text(after);
    }

    /** Whether anything is left out. */
    public boolean narrows() {
      return !(q + site + method + lock + agreement).isBlank();
    }

    WorkspaceDirectory.@Nullable Settled settled() {
      return one(WorkspaceDirectory.Settled.values(), method).orElse(null);
    }

    @Nullable LockState lockState() {
      return one(LockState.values(), lock).orElse(null);
    }

    @Nullable AgreementId agreementId() {
      return agreement.isEmpty() ? null : OperatorAgreementController.idOf(agreement);
    }

    WorkspaceDirectory.@Nullable Cursor cursor() {
      try {
        return at.isEmpty() || after.isEmpty()
            ? null
            : new WorkspaceDirectory.Cursor(Typed.instant(at), after);
      } catch (DateTimeException e) {
        throw new PageNotFoundException("not a place in the workspaces");
      }
    }

    private static <E extends Enum<E>> Optional<E> one(E[] all, String name) {
      return Arrays.stream(all).filter(it -> it.name().equals(name)).findFirst();
    }
  }

  /** The Billing Center begins with the workspaces. */
  @GetMapping("/billing")
  @Access(Access.Who.BILLING)
  String home() {
    return "redirect:/billing/workspaces";
  }

  @GetMapping("/billing/workspaces")
  @Access(Access.Who.BILLING)
  ModelAndView list(
      @ModelAttribute("filter") Filter filter,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInBilling who) {
    ModelAndView page = new ModelAndView("billing/workspaces");
    fill(
        page,
        filter,
        new WorkspaceDirectory.Wanted(
            who.account(),
            filter.q(),
            filter.site().isEmpty() ? null : filter.site(),
            filter.settled(),
            filter.lockState(),
            filter.agreementId()),
        PageLanguage.of(request));
    page.addObject("done", request.getParameter("done"));
    return page;
  }

  /** A page of a search, with what it was for. */
  void fill(ModelAndView page, Filter filter, WorkspaceDirectory.Wanted wanted, Language language) {
    WorkspaceDirectory.Cursor cursor = filter.cursor();
    List<WorkspaceDirectory.Found> found =
        tx.execute(_ -> directory.search(wanted, cursor, PAGE_SIZE + 1));
    List<WorkspaceDirectory.Found> shown = found.stream().limit(PAGE_SIZE).toList();
    page.addObject("rows", tx.execute(_ -> rows.of(shown, language)));
    page.addObject("filter", filter);
    page.addObject("methods", WorkspaceDirectory.Settled.values());
    page.addObject("locks", LockState.values());
    page.addObject(
        "sites",
        sites.all().stream()
            .map(it -> new RegistrationPages.Option(it.id().value(), it.name(language)))
            .toList());
    page.addObject("first", cursor == null);
    page.addObject("next", found.size() > PAGE_SIZE ? shown.getLast() : null);
  }
}
