package awssimulator.pages.console;

import awssimulator.events.RequestEvents.CancellationStatus;
import awssimulator.market.Account;
import awssimulator.market.Accounts;
import awssimulator.market.Agreements;
import awssimulator.market.SellerRequests;
import awssimulator.market.Suspensions;
import awssimulator.pages.forms.Field;
import awssimulator.pages.forms.Form;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** What others decide: buyers on a seller's wish to cancel, AWS on accounts. */
@Controller
class WishConsole {
  private static final List<Field> DECISION =
      List.of(
          Field.words("decision", "approve", "reject", "withdraw"), Field.text("decisionMessage"));

  private final Agreements agreements;
  private final Accounts accounts;
  private final SellerRequests requests;
  private final Suspensions suspensions;

  WishConsole(
      Agreements agreements, Accounts accounts, SellerRequests requests, Suspensions suspensions) {
    this.agreements = agreements;
    this.accounts = accounts;
    this.requests = requests;
    this.suspensions = suspensions;
  }

  private FormPage decisionPage(String id, String request) {
    String agreement = "/console/agreements/" + agreements.agreement(id).agreementId();
    return new FormPage("wish.decide", request, agreement + "/wishes/" + request, agreement, false);
  }

  @GetMapping("/console/agreements/{id}/wishes/{request}")
  ModelAndView decide(@PathVariable String id, @PathVariable String request) {
    return decisionPage(id, request).show(Form.empty(DECISION));
  }

  @PostMapping("/console/agreements/{id}/wishes/{request}")
  ModelAndView decide(
      @PathVariable String id, @PathVariable String request, HttpServletRequest sent) {
    Form form = Form.sent(DECISION, sent);
    FormPage page = decisionPage(id, request);
    return page.submit(
        form,
        () -> {
          CancellationStatus status =
              switch (form.value("decision")) {
                case "approve" -> CancellationStatus.APPROVED;
                case "reject" -> CancellationStatus.REJECTED;
                default -> CancellationStatus.CANCELLED;
              };
          requests.decide(id, request, status, form.value("decisionMessage"));
          return page.back();
        });
  }

  @GetMapping("/console/accounts")
  String accounts(Model model) {
    model.addAttribute("accounts", accounts.all());
    return "console-accounts";
  }

  private FormPage accountPage(String id) {
    Account account = agreements.account(id);
    return new FormPage(
        account.suspended() ? "account.resume" : "account.suspend",
        account.name() + " " + account.accountId(),
        "/console/accounts/" + account.accountId(),
        "/console/accounts",
        !account.suspended());
  }

  @GetMapping("/console/accounts/{id}")
  ModelAndView account(@PathVariable String id) {
    return accountPage(id).show(Form.empty(List.of()));
  }

  @PostMapping("/console/accounts/{id}")
  ModelAndView account(@PathVariable String id, HttpServletRequest request) {
    FormPage page = accountPage(id);
    return page.submit(
        Form.sent(List.of(), request),
        () -> {
          suspensions.suspend(id, page.destructive());
          return page.back();
        });
  }
}
