package io.countinghouse.notification;

import io.countinghouse.identity.EmailCodes;
import io.countinghouse.notification.TextGateway.Answer;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.site.Brand;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sends one text by the gateway. */
@Component
class TextHandler implements WorkHandler {

  private static final Logger log = LoggerFactory.getLogger(TextHandler.class);

  /** Half an hour: a gateway that is down is seen before the code is not sent any more. */
  private static final int ATTEMPTS_MAX = 12;

  private final TextGateway gateway;
  private final MailTexts texts;
  private final EmailCodes codes;
  private final Brand brand;

  TextHandler(TextGateway gateway, MailTexts texts, EmailCodes codes, Brand brand) {
    this.gateway = gateway;
    this.texts = texts;
    this.codes = codes;
    this.brand = brand;
  }

  @Override
  public String kind() {
    return TextQueue.KIND;
  }

  @Override
  public int attemptsMax() {
    return ATTEMPTS_MAX;
  }

  @Override
  public boolean waitsForOthers() {
    return true;
  }

  @Override
  public Outcome handle(Work work) throws Exception {
    Optional<Text> read =
        Text.ofPayload(work.payload()).filter(it -> texts.has(it.language(), it.key()));
    if (read.isEmpty()) {
      return new Outcome.Park("not a text that this version can send");
    }
    Text text = read.get();
    // Empty when it is wanted no more.
    Optional<String> code = codes.issue(text.code());
    return code.isEmpty() ? new Outcome.Done() : send(text, code.get());
  }

  private Outcome send(Text text, String code) throws Exception {
    TextGateway.Message message =
        new TextGateway.Message(text.code().value(), text.to(), words(text, code), text.language());
    return switch (gateway.send(message)) {
      case Answer.Taken() -> new Outcome.Done();
      // Somebody typed it, and asks for another code: no operator can do anything about it.
      case Answer.NotTaken(int status) -> {
        log.warn("the text gateway does not take the text {}: status {}", message.id(), status);
        yield new Outcome.Done();
      }
      case Answer.Refused(String reason) -> new Outcome.Park(reason);
    };
  }

  private String words(Text text, String code) {
    return texts.text(
        text.language(),
        text.key(),
        Map.of(
            "brand",
            brand.name(text.language()),
            "code",
            code,
            "minutes",
            Long.toString(EmailCodes.LIFE.toMinutes())));
  }
}
