package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The page for whoever cannot be set up now: the reason, what to do now, and a number for support
 * that is in the log.
 */
@Component
class SetUpProblems {

  private static final Logger log = LoggerFactory.getLogger(SetUpProblems.class);

  private final Products products;

  SetUpProblems(Products products) {
    this.products = products;
  }

  /** A way back to AWS. */
  record SubscribeLink(String title, String url) {

    static SubscribeLink of(Product product, Language language) {
      return new SubscribeLink(
          SetUpProblems.title(product, language), product.subscribeUrl().toString());
    }
  }

  static String title(Product product, Language language) {
    return switch (language) {
      case ZH -> product.titleZh();
      case EN -> product.titleEn();
    };
  }

  /**
   * Shows a problem that has just come up, with its status and under a new number.
   *
   * @param product whose subscription it is about; empty when unknown
   */
  ModelAndView page(
      SetUpProblem problem,
      @Nullable Product product,
      HttpServletRequest request,
      HttpServletResponse response) {
    SupportNumber number = SupportNumber.next();
    String id = product == null ? "-" : product.id();
    log.info("support number {}: set-up stopped by {}, product {}", number, problem, id);
    response.setStatus(problem.status());
    return shown(problem, product, number, request);
  }

  /** Shows a problem that was shown before. */
  ModelAndView shown(
      SetUpProblem problem,
      @Nullable Product product,
      @Nullable SupportNumber number,
      HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    List<Product> offered = product == null ? products.all() : List.of(product);
    ModelAndView page = new ModelAndView("setup/problem");
    page.addObject("reason", problem.code());
    page.addObject("number", number == null ? null : number.value());
    page.addObject(
        "subscribe", offered.stream().map(it -> SubscribeLink.of(it, language)).toList());
    page.addObject(PageFrame.LANGUAGE_PATH, path(problem, product, number));
    return page;
  }

  /** Where the same is to be had by a link, for the language switch. */
  private static String path(
      SetUpProblem problem, @Nullable Product product, @Nullable SupportNumber number) {
    UriComponentsBuilder path =
        UriComponentsBuilder.fromPath("/setup/problem").queryParam("reason", problem.code());
    if (product != null) {
      path.queryParam("product", product.id());
    }
    if (number != null) {
      path.queryParam("number", number.value());
    }
    return path.encode().toUriString();
  }
}
