package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.billing.PriceLine;
import io.countinghouse.billing.PriceList;
import io.countinghouse.billing.PriceListDirectory;
import io.countinghouse.billing.PriceListImports;
import io.countinghouse.kernel.Language;
import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Price lists as operators see and withdraw them. */
@Controller
class OperatorPriceListController {

  private final PriceListDirectory directory;
  private final PriceListImports imports;
  private final PriceListRows rows;

  OperatorPriceListController(
      PriceListDirectory directory, PriceListImports imports, PriceListRows rows) {
    this.directory = directory;
    this.imports = imports;
    this.rows = rows;
  }

  @GetMapping("/operator/price-lists")
  @Access(Access.Who.OPERATOR)
  ModelAndView list(HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    ModelAndView page = new ModelAndView("operator/price-lists");
    page.addObject("rows", directory.all().stream().map(it -> rows.of(it, language)).toList());
    return page;
  }

  /** What a reader wants to see of a list; empty for all. */
  record Wanted(String item, String kind, String currency) {

    boolean has(PriceLine line) {
      return (item.isEmpty() || item.equals(line.item().id()))
          && (kind.isEmpty() || kind.equals(PriceListRows.id(line.siteKind())))
          && (currency.isEmpty() || currency.equals(line.currency().getCurrencyCode()));
    }
  }

  @GetMapping("/operator/price-lists/{version}")
  @Access(Access.Who.OPERATOR)
  ModelAndView one(
      @PathVariable String version,
      @RequestParam(defaultValue = "") String item,
      @RequestParam(defaultValue = "") String kind,
      @RequestParam(defaultValue = "") String currency,
      HttpServletRequest request) {
    return page(
        version,
        new Wanted(item, kind, currency),
        "",
        new FieldProblems(),
        PageLanguage.of(request));
  }

  /** The list as a file that can be changed and handed in again. */
  @GetMapping("/operator/price-lists/{version}/file")
  @Access(Access.Who.OPERATOR)
  ResponseEntity<byte[]> file(@PathVariable String version) {
    PriceList list = find(version).list();
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("prices-" + list.version() + ".csv")
                .build()
                .toString())
        .body(PriceListDirectory.csv(list).getBytes(StandardCharsets.UTF_8));
  }

  /** The language switch: the same page, with what was typed. */
  @PostMapping(path = "/operator/price-lists/{version}/withdrawal", params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView inOtherLanguage(
      @PathVariable String version,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    return page(
        version, new Wanted("", "", ""), reason, new FieldProblems(), PageLanguage.of(request));
  }

  /** Withdraws a list that has begun nowhere. */
  @PostMapping("/operator/price-lists/{version}/withdrawal")
  @Access(Access.Who.OPERATOR)
  ModelAndView withdraw(
      @PathVariable String version,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    Reasons.check(reason, problems);
    if (problems.isEmpty()) {
      Actor actor = operator.actor();
      switch (imports.withdraw(version, reason.strip(), actor)) {
        case DONE -> {
          return new ModelAndView("redirect:/operator/price-lists");
        }
        case BEGUN -> problems.add("", "price-lists.problem.begun");
        // Of a list that never was, there is no page either.
        case UNKNOWN -> problems.add("", "price-lists.problem.withdrawn");
      }
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(version, new Wanted("", "", ""), reason, problems, PageLanguage.of(request));
  }

  private PriceListDirectory.Listed find(String version) {
    return directory
        .find(version)
        .orElseThrow(() -> new PageNotFoundException("there is no price list of that version"));
  }

  private ModelAndView page(
      String version, Wanted wanted, String reason, FieldProblems problems, Language language) {
    PriceListDirectory.Listed listed = find(version);
    List<PriceLine> lines = PriceListDirectory.sorted(listed.list());
    ModelAndView page = new ModelAndView("operator/price-list");
    page.addObject("it", rows.of(listed, language));
    page.addObject(
        "prices", lines.stream().filter(wanted::has).map(it -> rows.of(it, language)).toList());
    page.addObject("allowances", rows.allowances(listed.list().allowances(), language));
    page.addObject("items", lines.stream().map(PriceLine::item).map(Item::id).distinct().toList());
    page.addObject("kinds", Arrays.stream(Site.Kind.values()).map(PriceListRows::id).toList());
    page.addObject(
        "currencies",
        lines.stream().map(it -> it.currency().getCurrencyCode()).distinct().sorted().toList());
    page.addObject("wanted", wanted);
    page.addObject("reason", reason);
    page.addObject("problems", problems);
    if (listed.state() == PriceListDirectory.State.UPCOMING) {
      page.addObject(PageFrame.FORM, "withdrawal");
    }
    return page;
  }
}
