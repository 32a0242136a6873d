package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.AgreementDirectory;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Agreements as operators find and see them. Times are in UTC, as AWS's are. */
@Controller
class OperatorAgreementController {

  private static final int PAGE_SIZE = 50;

  /** Whatever can be looked for is shorter. */
  private static final int TEXT_LENGTH_MAX = 300;

  private final OperatorAgreements agreements;
  private final OperatorTasks tasks;
  private final Products products;

  OperatorAgreementController(
      OperatorAgreements agreements, OperatorTasks tasks, Products products) {
    this.agreements = agreements;
    this.tasks = tasks;
    this.products = products;
  }

  /**
   * What needs a person, and agreements, the last one heard of first.
   *
   * @param q what to look for, as {@link AgreementDirectory.Wanted} has it
   * @param state only those in this state; empty for all
   * @param product only those of this product of ours; empty for all
   * @param at with {@code after}, where the page before ended
   */
  @GetMapping("/operator/agreements")
  @Access(Access.Who.OPERATOR)
  ModelAndView list(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable AgreementState state,
      @RequestParam(defaultValue = "") String product,
      @RequestParam(defaultValue = "") String at,
      @RequestParam(defaultValue = "") String after,
      HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    AgreementDirectory.Cursor cursor = cursor(at, after);
    String text = q.length() > TEXT_LENGTH_MAX ? q.substring(0, TEXT_LENGTH_MAX) : q;
    Optional<String> code = products.find(product).map(Product::code);
    List<AgreementDirectory.Found> found =
        !product.isEmpty() && code.isEmpty()
            ? List.of()
            : agreements.search(
                new AgreementDirectory.Wanted(text, state, code.orElse(null)),
                cursor,
                PAGE_SIZE + 1);
    List<AgreementDirectory.Found> shown = found.stream().limit(PAGE_SIZE).toList();
    ModelAndView page = new ModelAndView("operator/agreements");
    page.addObject("tasks", tasks.open(language));
    page.addObject("rows", shown.stream().map(it -> agreements.row(it, language)).toList());
    page.addObject("q", text);
    page.addObject("states", Arrays.stream(AgreementState.values()).map(Enum::name).toList());
    page.addObject("state", state == null ? "" : state.name());
    page.addObject("products", products.all());
    page.addObject("product", product);
    page.addObject("first", cursor == null);
    page.addObject("next", found.size() > PAGE_SIZE ? shown.getLast() : null);
    return page;
  }

  private static AgreementDirectory.@Nullable Cursor cursor(String at, String after) {
    if (at.isEmpty() || after.isEmpty()) {
      return null;
    }
    try {
      return new AgreementDirectory.Cursor(Typed.instant(at), after);
    } catch (DateTimeException e) {
      throw new PageNotFoundException("not a place in the agreements");
    }
  }

  /** One agreement with all that is known of it. */
  @GetMapping("/operator/agreements/{id}")
  @Access(Access.Who.OPERATOR)
  ModelAndView one(@PathVariable String id, HttpServletRequest request) {
    return page(agreements.find(idOf(id), PageLanguage.of(request)), new FieldProblems());
  }

  /**
   * An agreement as it is now, where somebody else, or AWS, came first with a decision.
   *
   * @throws PageNotFoundException if there is none
   */
  static ModelAndView decidedMeanwhile(
      Optional<OperatorAgreements.View> it, HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    problems.add("", "succession.problem.decided");
    ModelAndView page = page(it, problems);
    it.ifPresent(
        view -> page.addObject(PageFrame.LANGUAGE_PATH, "/operator/agreements/" + view.id()));
    return RegistrationPages.refused(page, response);
  }

  private static ModelAndView page(Optional<OperatorAgreements.View> it, FieldProblems problems) {
    ModelAndView page = new ModelAndView("operator/agreement");
    page.addObject(
        "it", it.orElseThrow(() -> new PageNotFoundException("there is no such agreement")));
    page.addObject("problems", problems);
    return page;
  }

  static AgreementId idOf(String text) {
    return read(text).orElseThrow(() -> new PageNotFoundException("not the id of an agreement"));
  }

  /** The id that a text is; empty if it is none. */
  static Optional<AgreementId> read(String text) {
    try {
      return Optional.of(new AgreementId(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
