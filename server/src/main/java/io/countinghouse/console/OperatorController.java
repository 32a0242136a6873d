package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.MessageDirectory;
import io.countinghouse.marketplace.ParkedMessages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What operators look at. Their times are in UTC, as AWS's are. */
@Controller
class OperatorController {

  private static final int PAGE_SIZE = 50;

  private final MessageDirectory messages;
  private final ParkedMessages parked;
  private final OperatorRows rows;
  private final TransactionTemplate tx;

  OperatorController(
      MessageDirectory messages, ParkedMessages parked, OperatorRows rows, TransactionTemplate tx) {
    this.messages = messages;
    this.parked = parked;
    this.rows = rows;
    this.tx = tx;
  }

  @GetMapping("/operator")
  @Access(Access.Who.OPERATOR)
  String home() {
    return "redirect:/operator/agreements";
  }

  /**
   * Messages, the newest first.
   *
   * @param state only those; empty for all
   * @param before the id of the last one of the page before
   */
  @GetMapping("/operator/messages")
  @Access(Access.Who.OPERATOR)
  ModelAndView messages(
      @RequestParam(required = false) MessageDirectory.@Nullable State state,
      @RequestParam(required = false) @Nullable Long before,
      HttpServletRequest request) {
    return page(state, before, "", new FieldProblems(), request);
  }

  /**
   * Marks a parked message as handled.
   *
   * @param message its id
   * @param reason what was done
   */
  @PostMapping("/operator/messages/{message}/handled")
  @Access(Access.Who.OPERATOR)
  ModelAndView handle(
      @PathVariable long message,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    Actor by = operator.actor();
    return Reasons.given(
        reason,
        why -> Reasons.first(tx.execute(_ -> parked.handle(message, by, why))),
        "/operator/messages?state=PARKED",
        problems ->
            page(
                MessageDirectory.State.PARKED,
                message + 1,
                Long.toString(message),
                problems,
                request),
        response);
  }

  /**
   * @param handling the id of the message that the problems are about; empty without any
   */
  private ModelAndView page(
      MessageDirectory.@Nullable State state,
      @Nullable Long before,
      String handling,
      FieldProblems problems,
      HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    long from = before == null ? Long.MAX_VALUE : before;
    List<MessageDirectory.Message> found =
        tx.execute(_ -> messages.newest(state, from, PAGE_SIZE + 1));
    List<MessageDirectory.Message> shown = found.stream().limit(PAGE_SIZE).toList();
    ModelAndView page = new ModelAndView("operator/messages");
    page.addObject("rows", rows.messages(shown, language));
    page.addObject(
        "states", Arrays.stream(MessageDirectory.State.values()).map(Enum::name).toList());
    page.addObject("state", state == null ? "" : state.name());
    page.addObject("handling", handling);
    page.addObject("problems", problems);
    page.addObject("first", before == null);
    page.addObject("next", found.size() > PAGE_SIZE ? shown.getLast().id() : null);
    return page;
  }
}
