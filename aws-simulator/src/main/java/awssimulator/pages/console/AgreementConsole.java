package awssimulator.pages.console;

import awssimulator.market.Account;
import awssimulator.market.Accounts;
import awssimulator.market.Agreement;
import awssimulator.market.AgreementHistory;
import awssimulator.market.Agreements;
import awssimulator.market.Offer;
import awssimulator.market.Offer.Payment;
import awssimulator.market.Terms.Reseller;
import awssimulator.pages.Times;
import awssimulator.pages.forms.Field;
import awssimulator.pages.forms.Form;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** All agreements, whoever's, and the steps of their life. */
@Controller
class AgreementConsole {
  private static final String HERE = "/console/agreements";
  private static final int SHOWN_MAX = 200;

  private final Agreements agreements;
  private final AgreementHistory history;
  private final AgreementViews views;
  private final Accounts accounts;
  private final Steps steps;
  private final SimulatorSettings settings;

  AgreementConsole(
      Agreements agreements,
      AgreementHistory history,
      AgreementViews views,
      Accounts accounts,
      Steps steps,
      SimulatorSettings settings) {
    this.agreements = agreements;
    this.history = history;
    this.views = views;
    this.accounts = accounts;
    this.steps = steps;
    this.settings = settings;
  }

  /** What happened to an agreement. */
  record Happened(String at, String what, String detail) {}

  @GetMapping(HERE)
  String all(@RequestParam(defaultValue = "") String q, Model model, Locale locale) {
    String wanted = q.strip().toLowerCase(Locale.ROOT);
    List<AgreementViews.View> found =
        agreements.all().stream()
            .filter(a -> agreements.knownProduct(a).isPresent())
            .map(a -> views.view(a, locale))
            .filter(v -> wanted.isEmpty() || v.searched().contains(wanted))
            .toList();
    model.addAttribute("q", q);
    model.addAttribute("found", found.size());
    model.addAttribute("lines", found.subList(0, Math.min(found.size(), SHOWN_MAX)));
    return "console-agreements";
  }

  @GetMapping(HERE + "/{id}")
  String one(@PathVariable String id, Model model, Locale locale) {
    Agreement agreement = agreements.agreement(id);
    ProductSettings product = agreements.product(agreement.productCode());
    model.addAttribute("view", views.view(agreement, locale));
    model.addAttribute("steps", Step.open(agreement, product));
    model.addAttribute(
        "history",
        history.of(id).stream()
            .map(e -> new Happened(Times.minute(e.at()), e.what().name(), e.detail()))
            .toList());
    model.addAttribute("wishes", views.wishes(agreement));
    return "console-agreement";
  }

  private static FormPage page(String id, Step step) {
    return new FormPage(
        "step." + step.label(),
        id,
        HERE + "/" + id + "/steps/" + step.label(),
        HERE + "/" + id,
        step.destructive());
  }

  private Step step(String label) {
    return Step.of(label).orElseThrow(() -> new UnknownPage("no step " + label));
  }

  @GetMapping(HERE + "/{id}/steps/{label}")
  ModelAndView ask(@PathVariable String id, @PathVariable String label) {
    Step step = step(label);
    return page(agreements.agreement(id).agreementId(), step).show(Form.empty(step.fields()));
  }

  @PostMapping(HERE + "/{id}/steps/{label}")
  ModelAndView take(
      @PathVariable String id, @PathVariable String label, HttpServletRequest request) {
    Step step = step(label);
    String known = agreements.agreement(id).agreementId();
    Form form = Form.sent(step.fields(), request);
    return page(known, step)
        .submit(
            form,
            () -> {
              String next = steps.take(step, known, form);
              return next == null ? null : HERE + "/" + next;
            });
  }

  private List<Field> subscribeFields() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.codes("accountId", accounts.all().stream().map(Account::accountId).toList()));
    fields.add(
        Field.codes(
            "productCode", settings.allProducts().stream().map(ProductSettings::code).toList()));
    fields.add(Field.words("payment", "ok", "pending", "fail"));
    fields.add(Field.check("hold"));
    fields.add(Field.number("freeTrialDays"));
    fields.add(Field.check("privateOffer"));
    fields.add(Field.text("offerId"));
    fields.add(Field.moment("startAt"));
    fields.add(Field.moment("endAt"));
    fields.add(Field.check("renewItself"));
    fields.add(Field.text("totalContractValue"));
    fields.add(Field.text("reseller"));
    fields.add(Field.lines("quantities"));
    return fields;
  }

  private static FormPage subscribePage() {
    return new FormPage("subscribe.by-hand", "", "/console/subscribe", HERE, false);
  }

  @GetMapping("/console/subscribe")
  ModelAndView subscribe() {
    return subscribePage().show(Form.empty(subscribeFields()));
  }

  @PostMapping("/console/subscribe")
  ModelAndView subscribe(HttpServletRequest request) {
    Form form = Form.sent(subscribeFields(), request);
    return subscribePage().submit(form, () -> subscribe(form));
  }

  private @Nullable String subscribe(Form form) {
    String reseller = form.text("reseller");
    Long trialDays = form.number("freeTrialDays", Offer.TRIAL_DAYS_MIN, Offer.TRIAL_DAYS_MAX);
    Offer offer =
        new Offer(
            form.text("offerId"),
            form.checked("privateOffer"),
            form.moment("startAt"),
            form.moment("endAt"),
            trialDays == null ? null : trialDays.intValue(),
            form.checked("renewItself") ? Boolean.TRUE : null,
            form.text("totalContractValue"),
            reseller == null ? null : new Reseller(reseller, Reseller.newAuthorizationId()),
            form.quantities("quantities"));
    if (!form.ok()) {
      return null;
    }
    Payment payment = Payment.valueOf(form.value("payment").toUpperCase(Locale.ROOT));
    Agreement made =
        agreements.subscribe(
            form.value("accountId"),
            form.value("productCode"),
            offer,
            payment,
            form.checked("hold"));
    return HERE + "/" + made.agreementId();
  }
}
