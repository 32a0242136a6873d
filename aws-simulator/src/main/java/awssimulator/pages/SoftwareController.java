package awssimulator.pages;

import awssimulator.clock.BusinessClock;
import awssimulator.market.Account;
import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.market.Amendment;
import awssimulator.market.LifeCycle;
import awssimulator.market.Terms.DisabledBy;
import awssimulator.metering.Bill;
import awssimulator.metering.Bills;
import awssimulator.settings.SimulatorSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.ZoneOffset;
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

/** What an account has subscribed to, how it cancels, and what it pays. */
@Controller
class SoftwareController {
  private final Agreements agreements;
  private final LifeCycle lifeCycle;
  private final SoftwareLines lines;
  private final Bills bills;
  private final SimulatorSettings settings;
  private final BusinessClock clock;
  private final SignedIn signedIn;

  SoftwareController(
      Agreements agreements,
      LifeCycle lifeCycle,
      SoftwareLines lines,
      Bills bills,
      SimulatorSettings settings,
      BusinessClock clock,
      SignedIn signedIn) {
    this.agreements = agreements;
    this.lifeCycle = lifeCycle;
    this.lines = lines;
    this.bills = bills;
    this.settings = settings;
    this.clock = clock;
    this.signedIn = signedIn;
  }

  @GetMapping("/software")
  String software(HttpServletRequest request, Model model, Locale locale) {
    Account buyer = signedIn.require(request);
    List<SoftwareLine> own =
        agreements.all().stream()
            .filter(a -> a.accountId().equals(buyer.accountId()))
            .filter(a -> settings.product(a.productCode()).isPresent())
            .map(a -> lines.of(a, locale))
            .toList();
    model.addAttribute("lines", own);
    return "software";
  }

  @GetMapping("/software/{agreementId}")
  String manage(
      @PathVariable String agreementId, HttpServletRequest request, Model model, Locale locale) {
    model.addAttribute("line", ownLine(agreementId, request, locale));
    model.addAttribute("history", lines.history(agreementId));
    return "manage";
  }

  private SoftwareLine ownLine(String agreementId, HttpServletRequest request, Locale locale) {
    return lines.of(own(agreementId, request), locale);
  }

  private Agreement own(String agreementId, HttpServletRequest request) {
    return signedIn.own(signedIn.require(request), agreementId);
  }

  /** Back within the hour after a cancellation, as the buyer who changed his mind. */
  @PostMapping("/software/{agreementId}/return")
  ModelAndView comeBack(@PathVariable String agreementId, HttpServletRequest request) {
    Agreement lives = lifeCycle.comeBack(own(agreementId, request).agreementId());
    return Go.to("/software/" + lives.agreementId());
  }

  @PostMapping("/software/{agreementId}/auto-renewal")
  ModelAndView renewal(
      @PathVariable String agreementId, @RequestParam boolean on, HttpServletRequest request) {
    String id = own(agreementId, request).agreementId();
    lifeCycle.amend(id, new Amendment(null, on, on ? null : DisabledBy.ACCEPTOR, null, null));
    return Go.to("/software/" + id);
  }

  @GetMapping("/software/{agreementId}/cancel")
  String askToCancel(
      @PathVariable String agreementId, HttpServletRequest request, Model model, Locale locale) {
    model.addAttribute("line", ownLine(agreementId, request, locale));
    return "cancel";
  }

  @PostMapping("/software/{agreementId}/cancel")
  ModelAndView cancel(@PathVariable String agreementId, HttpServletRequest request) {
    Agreement own = own(agreementId, request);
    agreements.cancelByBuyer(own.agreementId());
    return Go.to("/software/" + own.agreementId());
  }

  @GetMapping("/bill")
  String bill(
      @RequestParam(required = false) @Nullable String month,
      HttpServletRequest request,
      Model model,
      Locale locale) {
    Account buyer = signedIn.require(request);
    YearMonth shown = month(month);
    Bill bill = bills.bill(buyer.accountId(), shown);
    model.addAttribute("bill", bill);
    model.addAttribute("month", shown.toString());
    model.addAttribute("before", shown.minusMonths(1).toString());
    model.addAttribute("after", shown.plusMonths(1).toString());
    model.addAttribute("titles", new Titles(agreements, locale));
    return "bill";
  }

  private YearMonth month(@Nullable String month) {
    YearMonth current = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    try {
      return month == null ? current : YearMonth.parse(month);
    } catch (DateTimeException _) {
      return current;
    }
  }

  /** Names for the codes on a bill. */
  record Titles(Agreements agreements, Locale locale) {
    /** The product's title. */
    public String product(String code) {
      return agreements.product(code).title(locale);
    }

    /** The dimension's title. */
    public String dimension(String code, String name) {
      return agreements.product(code).dimension(name).map(d -> d.title(locale)).orElse(name);
    }
  }
}
