package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.settlement.OpenSetUps;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The subscriptions that nobody has set up, for operators. Times are in UTC, as AWS's are. */
@Controller
class OperatorSetUpController {

  private static final int PAGE_SIZE = 50;

  private final OpenSetUps setUps;
  private final OperatorRows rows;

  OperatorSetUpController(OpenSetUps setUps, OperatorRows rows) {
    this.setUps = setUps;
    this.rows = rows;
  }

  /** A subscription that is not set up. */
  record Row(
      String agreement,
      String since,
      @Nullable String email,
      @Nullable String begunAt,
      @Nullable String remindedAt) {}

  /**
   * The list, the last one heard of first.
   *
   * @param before where the page before ended; empty for the first
   */
  @GetMapping("/operator/set-ups")
  @Access(Access.Who.OPERATOR)
  ModelAndView list(@RequestParam(defaultValue = "") String before, HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    List<OpenSetUps.Open> found = setUps.newest(instant(before), PAGE_SIZE + 1);
    List<OpenSetUps.Open> shown = found.stream().limit(PAGE_SIZE).toList();
    ModelAndView page = new ModelAndView("operator/set-ups");
    page.addObject("rows", shown.stream().map(it -> row(it, language)).toList());
    page.addObject("first", before.isEmpty());
    page.addObject("next", found.size() > PAGE_SIZE ? shown.getLast().since().toString() : null);
    return page;
  }

  private Row row(OpenSetUps.Open open, Language language) {
    return new Row(
        open.agreement().value(),
        rows.time(open.since(), language),
        open.email(),
        open.begunAt() == null ? null : rows.time(open.begunAt(), language),
        open.remindedAt() == null ? null : rows.time(open.remindedAt(), language));
  }

  private static @Nullable Instant instant(String text) {
    try {
      return text.isEmpty() ? null : Typed.instant(text);
    } catch (DateTimeException e) {
      throw new PageNotFoundException("not a place in the list");
    }
  }
}
