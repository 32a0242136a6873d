package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.settlement.MethodChange.Refused;
import io.countinghouse.site.Site;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says in words which rule refuses a change of settlement method, and from when it is allowed. */
@Component
class MethodRefusals {

  private final PageText text;

  MethodRefusals(PageText text) {
    this.text = text;
  }

  /**
   * The words for a refusal.
   *
   * @param site of the workspace: its times are in its zone
   * @throws PageNotFoundException if it is another tenant's
   */
  String words(Refused refused, Site site, Language language) {
    return switch (refused) {
      case Refused.NotTheirs() -> throw new PageNotFoundException("another tenant's");
      case Refused.AlreadySo() -> text.text("settlement.refused.already", language);
      case Refused.OncePerMonth(Instant from) ->
          text.text("settlement.refused.month", language, text.time(from, site.zone(), language));
      case Refused.CloudAccountStays(Instant from) ->
          wordsUntil("settlement.refused.cloud-account", from, site, language);
      case Refused.NotOffered(Site.Method method) ->
          text.text(
              "settlement.refused.not-offered",
              language,
              site.name(language),
              text.text(key(method), language),
              offered(site, language));
      case Refused.InArrears() -> text.text("settlement.refused.arrears", language);
      case Refused.Dissolved() -> text.text("settlement.refused.dissolved", language);
      case Refused.Waiting(Instant from) ->
          wordsUntil("settlement.refused.waiting", from, site, language);
      case Refused.NotUsable(AgreementState state) ->
          text.text(
              "settlement.refused.not-usable",
              language,
              text.text("agreement.state." + state.name(), language));
      case Refused.ChangedMeanwhile() -> text.text("settlement.refused.meanwhile", language);
    };
  }

  /** By another text where it is known from when it is allowed. */
  private String wordsUntil(String key, @Nullable Instant from, Site site, Language language) {
    return from == null
        ? text.text(key, language)
        : text.text(key + "-until", language, text.time(from, site.zone(), language));
  }

  private String offered(Site site, Language language) {
    return site.methods().stream()
        .sorted()
        .map(method -> text.text(key(method), language))
        .collect(Collectors.joining(text.text("format.list", language)));
  }

  /** The key of a method's name. */
  static String key(Site.Method method) {
    return switch (method) {
      case AWS -> "method.aws";
      case BILLING_CENTER -> "method.billing-center";
    };
  }
}
