package awssimulator.pages;

import awssimulator.market.Account;
import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.market.MarketRefusal;
import awssimulator.market.Offer;
import awssimulator.market.Offer.Payment;
import awssimulator.market.RegistrationTokens;
import awssimulator.pages.forms.Field;
import awssimulator.pages.forms.Form;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** From the list of products to a subscription. */
@Controller
class CatalogController {
  private final SimulatorSettings settings;
  private final Agreements agreements;
  private final RegistrationTokens tokens;
  private final SignedIn signedIn;

  CatalogController(
      SimulatorSettings settings,
      Agreements agreements,
      RegistrationTokens tokens,
      SignedIn signedIn) {
    this.settings = settings;
    this.agreements = agreements;
    this.tokens = tokens;
    this.signedIn = signedIn;
  }

  /** A product in the reader's language. */
  record ProductView(
      String code,
      String title,
      String summary,
      String partition,
      String region,
      String currency,
      List<DimensionView> dimensions) {
    static ProductView of(ProductSettings p, Locale locale) {
      return new ProductView(
          p.code(),
          p.title(locale),
          p.summary(locale),
          p.partition(),
          p.region(),
          p.currency().getCurrencyCode(),
          p.dimensions().stream()
              .map(d -> new DimensionView(d.name(), d.title(locale), d.unitPrice().toPlainString()))
              .toList());
    }
  }

  /** A dimension in the reader's language. */
  record DimensionView(String name, String title, String unitPrice) {}

  @GetMapping("/")
  String products(Model model, Locale locale) {
    model.addAttribute(
        "products", settings.allProducts().stream().map(p -> ProductView.of(p, locale)).toList());
    return "products";
  }

  @GetMapping("/products/{code}")
  String product(@PathVariable String code, Model model, Locale locale) {
    model.addAttribute("product", ProductView.of(agreements.product(code), locale));
    return "product";
  }

  @GetMapping("/products/{code}/subscribe")
  String offer(@PathVariable String code, HttpServletRequest request, Model model, Locale locale) {
    ProductSettings product = agreements.product(code);
    Account buyer = signedIn.require(request);
    List<Agreement> all = agreements.of(buyer.accountId(), code);
    List<Agreement> kept =
        all.stream()
            .filter(Agreement::living)
            .filter(a -> a.state() != Agreement.State.ENDING)
            .toList();
    model.addAttribute("product", ProductView.of(product, locale));
    model.addAttribute("concurrent", product.concurrent());
    model.addAttribute(
        "subscribed", product.concurrent() || kept.isEmpty() ? null : kept.getFirst());
    model.addAttribute("others", product.concurrent() ? kept.size() : 0);
    model.addAttribute("trial", all.stream().noneMatch(Agreement::hadFreeTrial));
    return "subscribe";
  }

  @PostMapping("/products/{code}/subscribe")
  ModelAndView subscribe(@PathVariable String code, HttpServletRequest request) {
    Account buyer = signedIn.require(request);
    Integer trialDays = request.getParameter("trial") == null ? null : Offer.TRIAL_DAYS;
    Offer offer = new Offer(null, false, null, null, trialDays, null, null, null, null);
    Agreement agreement = agreements.subscribe(buyer.accountId(), code, offer, Payment.OK, false);
    return Go.to("/software/" + agreement.agreementId() + "/set-up?subscribed=yes");
  }

  private List<Field> privateOfferFields(ProductSettings product) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.moment("startAt"));
    fields.add(Field.moment("endAt"));
    fields.add(Field.check("renewItself"));
    if (product.contract()) {
      fields.add(Field.lines("quantities"));
    }
    return fields;
  }

  /** An offer that the seller made to this buyer alone; it may begin later. */
  @GetMapping("/products/{code}/private-offer")
  String privateOffer(
      @PathVariable String code, HttpServletRequest request, Model model, Locale locale) {
    ProductSettings product = agreements.product(code);
    signedIn.require(request);
    model.addAttribute("product", ProductView.of(product, locale));
    model.addAttribute("form", Form.empty(privateOfferFields(product)));
    return "private-offer";
  }

  @PostMapping("/products/{code}/private-offer")
  ModelAndView acceptPrivateOffer(
      @PathVariable String code, HttpServletRequest request, Locale locale) {
    ProductSettings product = agreements.product(code);
    Account buyer = signedIn.require(request);
    Form form = Form.sent(privateOfferFields(product), request);
    Offer offer =
        new Offer(
            null,
            true,
            form.moment("startAt"),
            form.moment("endAt"),
            null,
            form.checked("renewItself"),
            null,
            null,
            form.quantities("quantities"));
    if (form.ok()) {
      try {
        Agreement made = agreements.subscribe(buyer.accountId(), code, offer, Payment.OK, false);
        return Go.to("/software/" + made.agreementId());
      } catch (MarketRefusal e) {
        form.refuse(e.reason().name().toLowerCase(Locale.ROOT), e.getMessage());
      }
    }
    ModelAndView page = new ModelAndView("private-offer", HttpStatus.UNPROCESSABLE_CONTENT);
    page.addObject("product", ProductView.of(product, locale));
    page.addObject("form", form);
    return page;
  }

  /** The dialog that hands the browser over to the seller, each time with a fresh token. */
  @GetMapping("/software/{agreementId}/set-up")
  String setUp(
      @PathVariable String agreementId, HttpServletRequest request, Model model, Locale locale) {
    Agreement agreement = signedIn.own(signedIn.require(request), agreementId);
    ProductSettings product = agreements.product(agreement.productCode());
    model.addAttribute("product", ProductView.of(product, locale));
    model.addAttribute("agreement", agreement);
    model.addAttribute("justSubscribed", request.getParameter("subscribed") != null);
    model.addAttribute("fulfilmentUrl", product.fulfilmentUrl().toString());
    model.addAttribute("moreFields", product.moreLandingFields());
    model.addAttribute("productId", product.productId());
    model.addAttribute("registrationToken", tokens.issue(agreementId));
    return "set-up";
  }
}
