package io.countinghouse.console;

import io.countinghouse.billing.UnchargedUsage;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.usage.Item;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Usage that nobody is charged for, as operators see it. */
@Controller
class OperatorUsageController {

  private final OperatorUsage usage;

  OperatorUsageController(OperatorUsage usage) {
    this.usage = usage;
  }

  /** Why nobody is charged. */
  enum Kind {
    /** No such workspace was known when it came. */
    UNKNOWN,
    /** Nobody paid for the workspace. */
    NO_PAYER,
    /** It has no price. */
    NO_PRICE
  }

  /** Where a page of days ended; all empty for the first page. */
  record After(
      @Nullable String day,
      @Nullable String workspace,
      @Nullable String item,
      @Nullable String retention) {}

  /**
   * The page.
   *
   * @param before of events, the number of the last one of the page before
   * @param after of days, where the page before ended
   */
  @GetMapping("/operator/usage")
  @Access(Access.Who.OPERATOR)
  ModelAndView show(
      @RequestParam(defaultValue = "UNKNOWN") Kind kind,
      @RequestParam(required = false) @Nullable Long before,
      After after,
      HttpServletRequest request) {
    return page(kind, before, after, new FieldProblems(), request);
  }

  /**
   * Marks events of unknown workspaces as handled.
   *
   * @param upTo the number of the latest one that was shown
   * @param reason what was done
   */
  @PostMapping("/operator/usage/handled")
  @Access(Access.Who.OPERATOR)
  ModelAndView handle(
      @RequestParam long upTo,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    return Reasons.given(
        reason,
        why -> Reasons.first(usage.handle(upTo, operator.actor(), why)),
        "/operator/usage",
        problems -> page(Kind.UNKNOWN, null, new After(null, null, null, null), problems, request),
        response);
  }

  private ModelAndView page(
      Kind kind,
      @Nullable Long before,
      After after,
      FieldProblems problems,
      HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    ModelAndView page = new ModelAndView("operator/usage");
    page.addObject("problems", problems);
    page.addObject("kinds", Arrays.stream(Kind.values()).map(Enum::name).toList());
    page.addObject("kind", kind.name());
    page.addObject("days", OperatorUsage.DAYS);
    page.addObject("first", before == null && after.day() == null);
    switch (kind) {
      case UNKNOWN ->
          page.addObject(
              "unknown", usage.unknown(before == null ? Long.MAX_VALUE : before, language));
      case NO_PAYER ->
          page.addObject("uncharged", days(UnchargedUsage.Reason.NO_PAYER, after, language));
      case NO_PRICE ->
          page.addObject("uncharged", days(UnchargedUsage.Reason.NO_PRICE, after, language));
    }
    return page;
  }

  /** All of it as a file. */
  @GetMapping("/operator/usage.csv")
  @Access(Access.Who.OPERATOR)
  void csv(@RequestParam Kind kind, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Language language = PageLanguage.of(request);
    String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Writer file = WorkspaceUsageController.file("usage-" + name + ".csv", response);
    switch (kind) {
      case UNKNOWN -> usage.unknownFile(language, file);
      case NO_PAYER -> usage.unchargedFile(UnchargedUsage.Reason.NO_PAYER, language, file);
      case NO_PRICE -> usage.unchargedFile(UnchargedUsage.Reason.NO_PRICE, language, file);
    }
  }

  private OperatorUsage.Uncharged days(
      UnchargedUsage.Reason reason, After after, Language language) {
    return usage.uncharged(reason, cursor(reason, after), language);
  }

  private static UnchargedUsage.@Nullable Cursor cursor(UnchargedUsage.Reason reason, After after) {
    String day = after.day();
    String workspace = after.workspace();
    String item = after.item();
    if (day == null || workspace == null || item == null) {
      return null;
    }
    try {
      return new UnchargedUsage.Cursor(
          Typed.day(day),
          new WorkspaceId(workspace),
          Item.find(item).orElseThrow(() -> new IllegalArgumentException("no item: " + item)),
          after.retention() == null ? "" : after.retention(),
          reason);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new PageNotFoundException("not a place in the usage");
    }
  }
}
