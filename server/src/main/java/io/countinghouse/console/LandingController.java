package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.marketplace.Landing;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Where AWS sends a customer who has subscribed: an anonymous, cross-site POST with a registration
 * token, which is redeemed in the same request and kept nowhere (AWS facts, 1.1). Other fields that
 * AWS may send are noted: only what AWS answers about the token counts.
 */
@Controller
class LandingController {

  private static final String TOKEN = "x-amzn-marketplace-token";
  private static final String OFFER_TYPE = "x-amzn-marketplace-offer-type";
  private static final String AGREEMENT_ID = "x-amzn-marketplace-agreement-id";
  private static final String PRODUCT_ID = "x-amzn-marketplace-product-id";
  private static final String FULFILLMENT_URL = "x-amzn-marketplace-fulfillment-url";

  /** AWS's tokens are opaque; they are far shorter than this. */
  private static final int TOKEN_LENGTH_MAX = 16_384;

  private static final String RETRY_SECONDS = "30";

  private final Landing landing;
  private final Products products;
  private final SetUpProblems problems;
  private final RateLimits limits;
  private final LandingCookie landings;

  LandingController(
      Landing landing,
      Products products,
      SetUpProblems problems,
      RateLimits limits,
      LandingCookie landings) {
    this.landing = landing;
    this.products = products;
    this.problems = problems;
    this.limits = limits;
    this.landings = landings;
  }

  /** Bookmarked or reloaded: says how to get here. */
  @GetMapping("/aws/{product}")
  @Access(Access.Who.PUBLIC)
  Object withoutToken(
      @PathVariable("product") String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    return problems.page(SetUpProblem.NO_TOKEN, product(id), request, response);
  }

  @PostMapping("/aws/{product}")
  @Access(Access.Who.PUBLIC)
  Object land(
      @PathVariable("product") String id,
      @RequestParam(name = TOKEN, defaultValue = "") String token,
      HttpServletRequest request,
      HttpServletResponse response) {
    Product product = product(id);
    limits.take(RateLimits.Limit.LANDING, request);
    if (token.isBlank()) {
      return problems.page(SetUpProblem.NO_TOKEN, product, request, response);
    }
    if (token.length() > TOKEN_LENGTH_MAX) {
      return problems.page(SetUpProblem.INVALID, product, request, response);
    }
    return switch (landing.land(product, token, claims(request))) {
      case Landing.Outcome.Landed(AgreementId agreement) ->
          ResponseEntity.status(HttpStatus.SEE_OTHER)
              .header(HttpHeaders.SET_COOKIE, landings.of(agreement))
              .location(URI.create("/setup"))
              .build();
      case Landing.Outcome.Expired() ->
          problems.page(SetUpProblem.EXPIRED, product, request, response);
      case Landing.Outcome.Invalid() ->
          problems.page(SetUpProblem.INVALID, product, request, response);
      case Landing.Outcome.Unavailable() -> {
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        yield problems.page(SetUpProblem.UNAVAILABLE, product, request, response);
      }
      case Landing.Outcome.Misconfigured() ->
          problems.page(SetUpProblem.MISCONFIGURED, product, request, response);
    };
  }

  private static Landing.Claims claims(HttpServletRequest request) {
    return new Landing.Claims(
        request.getParameter(OFFER_TYPE),
        request.getParameter(AGREEMENT_ID),
        request.getParameter(PRODUCT_ID),
        request.getParameter(FULFILLMENT_URL));
  }

  private Product product(String id) {
    return products
        .find(id)
        .orElseThrow(() -> new PageNotFoundException("there is no product of that name"));
  }
}
