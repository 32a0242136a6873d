package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.Inbox;
import io.countinghouse.marketplace.ParkedMessage;
import io.countinghouse.metering.MeteringRecord;
import io.countinghouse.metering.MeteringRecords;
import io.countinghouse.metering.RecordState;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What operators look at. Their times are in UTC, as AWS's are. */
@Controller
class OperatorController {

  private static final int PAGE_SIZE = 50;

  private final Inbox inbox;
  private final MeteringRecords records;
  private final PageText text;
  private final TransactionTemplate tx;

  OperatorController(Inbox inbox, MeteringRecords records, PageText text, TransactionTemplate tx) {
    this.inbox = inbox;
    this.records = records;
    this.text = text;
    this.tx = tx;
  }

  /** A parked message as shown. */
  record MessageRow(
      long id, String product, String sentAt, String receivedAt, String reason, String body) {}

  /** A metering record as shown. */
  record RecordRow(
      String id,
      String hour,
      String agreement,
      String product,
      String dimension,
      String quantity,
      String amount,
      String state,
      String badge,
      @Nullable String reason,
      @Nullable String receipt) {}

  @GetMapping("/operator")
  @Access(Access.Who.OPERATOR)
  String home() {
    return "redirect:/operator/messages";
  }

  /**
   * Parked messages, the newest first.
   *
   * @param before the id of the last one of the page before
   */
  @GetMapping("/operator/messages")
  @Access(Access.Who.OPERATOR)
  ModelAndView messages(
      @RequestParam(required = false) @Nullable Long before, HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    List<ParkedMessage> found =
        inbox.parked(before == null ? Long.MAX_VALUE : before, PAGE_SIZE + 1);
    List<ParkedMessage> shown = found.stream().limit(PAGE_SIZE).toList();
    ModelAndView page = new ModelAndView("operator/messages");
    page.addObject("rows", shown.stream().map(it -> row(it, language)).toList());
    page.addObject("first", before == null);
    page.addObject("next", found.size() > PAGE_SIZE ? shown.getLast().id() : null);
    return page;
  }

  private MessageRow row(ParkedMessage message, Language language) {
    return new MessageRow(
        message.id(),
        message.productCode(),
        text.tableTime(message.sentAt(), ZoneOffset.UTC, language),
        text.tableTime(message.receivedAt(), ZoneOffset.UTC, language),
        message.reason(),
        message.body());
  }

  /**
   * Metering records, the latest hour first.
   *
   * @param state only those in this state; empty for all
   * @param hour with {@code after}, where the page before ended
   */
  @GetMapping("/operator/records")
  @Access(Access.Who.OPERATOR)
  ModelAndView records(
      @RequestParam(required = false) @Nullable RecordState state,
      @RequestParam(defaultValue = "") String hour,
      @RequestParam(defaultValue = "") String after,
      HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    MeteringRecords.Cursor cursor = cursor(hour, after);
    List<MeteringRecord> found = tx.execute(_ -> records.newest(cursor, state, PAGE_SIZE + 1));
    List<MeteringRecord> shown = found.stream().limit(PAGE_SIZE).toList();
    ModelAndView page = new ModelAndView("operator/records");
    page.addObject("rows", shown.stream().map(it -> row(it, language)).toList());
    page.addObject("states", Arrays.stream(RecordState.values()).map(RecordState::name).toList());
    page.addObject("state", state == null ? "" : state.name());
    page.addObject("first", cursor == null);
    page.addObject("next", found.size() > PAGE_SIZE ? shown.getLast() : null);
    return page;
  }

  private static MeteringRecords.@Nullable Cursor cursor(String hour, String after) {
    if (hour.isEmpty() || after.isEmpty()) {
      return null;
    }
    try {
      return new MeteringRecords.Cursor(Instant.parse(hour), after);
    } catch (DateTimeParseException e) {
      throw new PageNotFoundException("not a place in the records");
    }
  }

  private RecordRow row(MeteringRecord record, Language language) {
    return new RecordRow(
        record.id(),
        text.tableTime(record.hour().start(), ZoneOffset.UTC, language),
        record.agreement().value(),
        record.productCode(),
        record.dimension(),
        text.number(record.quantity(), language),
        text.money(record.amount(), language),
        record.state().name(),
        badge(record.state()),
        record.reason(),
        record.meteringRecordId());
  }

  /** Green for what AWS has, blue under way, grey for settled otherwise, red for a person. */
  private static String badge(RecordState state) {
    return switch (state) {
      case ACCEPTED -> "bg-green-lt";
      case DUE, SENT -> "bg-blue-lt";
      case EXPIRED, WITHHELD -> "bg-secondary-lt";
      case REFUSED, DISPUTED, UNKNOWN -> "bg-red-lt";
    };
  }
}
