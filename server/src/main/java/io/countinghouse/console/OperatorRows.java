package io.countinghouse.console;

import io.countinghouse.billing.EntryCause;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.Handled;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementKey;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.MessageDirectory;
import io.countinghouse.marketplace.MoveCause;
import io.countinghouse.marketplace.Successions;
import io.countinghouse.marketplace.Why;
import io.countinghouse.metering.MeteringRecord;
import io.countinghouse.metering.RecordState;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rows of the back office's tables. Times are in UTC, as AWS's are. */
@Component
class OperatorRows {

  private final PageText text;
  private final ActorNames names;

  OperatorRows(PageText text, ActorNames names) {
    this.text = text;
    this.names = names;
  }

  /** A message as shown; whether a parked one was handled, in words. */
  record MessageRow(
      long id,
      String product,
      String sentAt,
      String receivedAt,
      String state,
      String badge,
      @Nullable String fact,
      @Nullable String awsAgreement,
      @Nullable String agreement,
      @Nullable String reason,
      @Nullable String handled,
      String body) {}

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
      @Nullable String resolution,
      @Nullable String receipt) {}

  /**
   * A hand-over that has not happened.
   *
   * @param key of the agreement that was renewed or replaced
   */
  record SuccessionRow(
      String from,
      String key,
      String product,
      @Nullable String awsAccount,
      String since,
      String reason,
      int choices) {}

  /** An agreement that may follow. */
  record ChoiceRow(
      String id,
      String key,
      @Nullable String awsAgreement,
      @Nullable String offer,
      @Nullable String startsAt) {}

  String time(Instant instant, Language language) {
    return text.tableTime(instant, ZoneOffset.UTC, language);
  }

  /** A time to the second. */
  String seconds(Instant instant, Language language) {
    return text.secondsTime(instant, ZoneOffset.UTC, language);
  }

  @Nullable String optionalTime(@Nullable Instant instant, Language language) {
    return instant == null ? null : time(instant, language);
  }

  String number(BigDecimal number, Language language) {
    return text.number(number, language);
  }

  String money(Money money, Language language) {
    return text.money(money, language);
  }

  /** Messages as shown; who handled them is looked up once. */
  List<MessageRow> messages(List<MessageDirectory.Message> messages, Language language) {
    UnaryOperator<String> named = names.all(language);
    return messages.stream().map(it -> message(it, named, language)).toList();
  }

  private MessageRow message(
      MessageDirectory.Message message, UnaryOperator<String> named, Language language) {
    AgreementId agreement = message.agreement();
    return new MessageRow(
        message.id(),
        message.productCode(),
        time(message.sentAt(), language),
        time(message.receivedAt(), language),
        message.state().name(),
        badge(message.state()),
        message.fact(),
        message.awsAgreement(),
        agreement == null ? null : agreement.value(),
        message.reason() == null ? null : why(message.reason(), language),
        handled(message.handled(), named, language),
        message.body());
  }

  /** Who has seen to something, when, and what was done; empty while nobody has. */
  @Nullable String handled(
      @Nullable Handled handled, UnaryOperator<String> named, Language language) {
    return handled == null
        ? null
        : text.text(
            "messages.handled",
            language,
            named.apply(handled.by()),
            time(handled.at(), language),
            handled.reason());
  }

  /** A reason in the reader's language; as stored when it is none of ours. */
  String why(String stored, Language language) {
    return Why.read(stored)
        .map(told -> text.text("why." + told.why(), language, told.details().toArray()))
        .orElse(stored);
  }

  /** What an entry of the books is for. */
  String cause(Cause<EntryCause> cause, Language language) {
    String subject =
        switch (cause.kind()) {
          case RECORD_MADE, PERIOD_END -> time(Instant.parse(cause.subject()), language);
          case READING, RECORD, DECISION, HANDED_TO, HANDED_BY, DIFFERENCE -> cause.subject();
        };
    return text.text("entry.cause." + cause.kind(), language, subject);
  }

  /** What moved an agreement. */
  String moveCause(Cause<MoveCause> cause, Language language) {
    return text.text("move.cause." + cause.kind(), language, cause.subject());
  }

  /** Green for what had its effect, blue under way, grey for none, red for a person. */
  private static String badge(MessageDirectory.State state) {
    return switch (state) {
      case APPLIED -> "bg-green-lt";
      case STORED -> "bg-blue-lt";
      case WAITING -> "bg-yellow-lt";
      case NOTED -> "bg-secondary-lt";
      case PARKED -> "bg-red-lt";
    };
  }

  SuccessionRow of(Successions.Open open, Language language) {
    Agreement from = open.from();
    return new SuccessionRow(
        from.id().value(),
        keyOf(from),
        from.productCode(),
        from.awsAccountId(),
        time(open.since(), language),
        why(open.reason(), language),
        open.choices().size());
  }

  ChoiceRow choice(Agreement choice, Language language) {
    return new ChoiceRow(
        choice.id().value(),
        keyOf(choice),
        choice.terms().awsAgreementId(),
        choice.terms().offerId(),
        optionalTime(choice.terms().startsAt(), language));
  }

  /** What tells an agreement from others at AWS, in short. */
  static String keyOf(Agreement agreement) {
    return switch (agreement.key()) {
      case AgreementKey.Customer(String _, String identifier) -> identifier;
      case AgreementKey.License(var arn) -> arn.id();
    };
  }

  /** Green for what goes on, blue for what is to come, red for over, grey for followed. */
  static String badge(AgreementState state) {
    return switch (state) {
      case ACTIVE -> "bg-green-lt";
      case PENDING -> "bg-blue-lt";
      case ENDING -> "bg-yellow-lt";
      case ENDED, FAILED -> "bg-red-lt";
      case SUCCEEDED -> "bg-secondary-lt";
    };
  }

  RecordRow of(MeteringRecord record, Language language) {
    return new RecordRow(
        record.id(),
        time(record.hour().start(), language),
        record.agreement().value(),
        record.productCode(),
        record.dimension(),
        text.number(record.quantity(), language),
        text.money(record.amount(), language),
        record.state().name(),
        badge(record.state()),
        record.reason(),
        record.resolution(),
        record.meteringRecordId());
  }

  /** Green for what AWS has, blue under way, grey for settled otherwise, red for a person. */
  static String badge(RecordState state) {
    return switch (state) {
      case ACCEPTED -> "bg-green-lt";
      case DUE, SENT -> "bg-blue-lt";
      case EXPIRED, WITHHELD -> "bg-secondary-lt";
      case REFUSED, DISPUTED, UNKNOWN -> "bg-red-lt";
    };
  }
}
