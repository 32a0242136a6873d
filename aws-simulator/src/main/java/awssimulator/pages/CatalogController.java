package awssimulator.pages;

import awssimulator.market.Account;
import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.market.RegistrationTokens;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    ProductView product = ProductView.of(agreements.product(code), locale);
    Account buyer = signedIn.require(request);
    Optional<Agreement> living =
        agreements.of(buyer.accountId(), code).stream().filter(Agreement::living).findFirst();
    model.addAttribute("product", product);
    model.addAttribute(
        "subscribed", living.filter(a -> a.state() != Agreement.State.ENDING).orElse(null));
    return "subscribe";
  }

  @PostMapping("/products/{code}/subscribe")
  ModelAndView subscribe(@PathVariable String code, HttpServletRequest request) {
    Account buyer = signedIn.require(request);
    Agreement agreement = agreements.subscribe(buyer.accountId(), code, false);
    return Go.to("/software/" + agreement.agreementId() + "/set-up?subscribed=yes");
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
    model.addAttribute("registrationToken", tokens.issue(agreementId));
    return "set-up";
  }
}
