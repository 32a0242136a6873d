package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.webhook.WebhookDelivery;
import io.countinghouse.webhook.WebhookEndpoint;
import io.countinghouse.webhook.WebhookType;
import io.countinghouse.webhook.Webhooks;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.web.servlet.ModelAndView;

/** The pages of webhooks. Their times are in UTC. */
@Service
class OperatorWebhooks {

  static final int PAGE_SIZE = 50;

  private final Webhooks webhooks;
  private final OperatorRows rows;

  OperatorWebhooks(Webhooks webhooks, OperatorRows rows) {
    this.webhooks = webhooks;
    this.rows = rows;
  }

  /**
   * An endpoint as shown.
   *
   * @param state {@code ENABLED}, or why it is disabled
   * @param types the ids of what it wants; empty for all
   */
  record EndpointRow(
      String id,
      String url,
      String description,
      String state,
      String badge,
      String types,
      @Nullable String failingSince,
      @Nullable String formerUntil) {}

  /** A delivery as shown. */
  record DeliveryRow(
      long id,
      String eventId,
      String type,
      String subject,
      String happenedAt,
      String state,
      String badge,
      @Nullable String dueAt,
      int attempts,
      @Nullable String triedAt,
      @Nullable Integer status,
      @Nullable String noAnswer,
      @Nullable String said,
      String payload) {}

  ModelAndView all(
      OperatorWebhookController.Form form, FieldProblems problems, HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    ModelAndView page = form(new ModelAndView("operator/webhooks"), form, problems);
    page.addObject("rows", webhooks.all().stream().map(it -> row(it, language)).toList());
    return page;
  }

  /** The page that shows a secret, which is never shown again. */
  ModelAndView withSecret(WebhookEndpoint endpoint, String secret, HttpServletRequest request) {
    ModelAndView page = new ModelAndView("operator/webhook-secret");
    page.addObject("endpoint", row(endpoint, PageLanguage.of(request)));
    page.addObject("secret", secret);
    page.addObject(PageFrame.LANGUAGE_PATH, "/operator/webhooks/" + endpoint.id());
    return page;
  }

  ModelAndView one(
      WebhookEndpoint endpoint,
      OperatorWebhookController.Form form,
      FieldProblems problems,
      @Nullable Long before,
      HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    List<WebhookDelivery> found =
        webhooks.deliveries(endpoint.id(), before == null ? Long.MAX_VALUE : before, PAGE_SIZE + 1);
    List<DeliveryRow> shown = found.stream().limit(PAGE_SIZE).map(it -> row(it, language)).toList();
    ModelAndView page = form(new ModelAndView("operator/webhook"), form, problems);
    page.addObject("endpoint", row(endpoint, language));
    page.addObject("deliveries", shown);
    page.addObject("first", before == null);
    page.addObject("next", found.size() > PAGE_SIZE ? shown.getLast().id() : null);
    return page;
  }

  private static ModelAndView form(
      ModelAndView page, OperatorWebhookController.Form form, FieldProblems problems) {
    page.addObject("url", form.url() == null ? "" : form.url());
    page.addObject("description", form.description() == null ? "" : form.description());
    page.addObject("wanted", form.wanted().stream().map(WebhookType::id).toList());
    page.addObject(
        "types",
        Arrays.stream(WebhookType.values())
            .filter(it -> it != WebhookType.WEBHOOK_TEST)
            .map(WebhookType::id)
            .toList());
    page.addObject("problems", problems);
    page.addObject(PageFrame.FORM, "webhook");
    return page;
  }

  private EndpointRow row(WebhookEndpoint it, Language language) {
    return new EndpointRow(
        it.id(),
        it.url(),
        it.description(),
        it.disabledWhy() == null ? "ENABLED" : it.disabledWhy().name(),
        it.isEnabled() ? "bg-green-lt" : "bg-red-lt",
        String.join(", ", it.types().stream().map(WebhookType::id).sorted().toList()),
        rows.optionalTime(it.failingSince(), language),
        rows.optionalTime(it.formerUntil(), language));
  }

  private DeliveryRow row(WebhookDelivery it, Language language) {
    return new DeliveryRow(
        it.id(),
        it.eventId(),
        it.type(),
        it.subject(),
        rows.time(it.happenedAt(), language),
        it.state().name(),
        switch (it.state()) {
          case DUE -> "bg-yellow-lt";
          case DELIVERED -> "bg-green-lt";
          case FAILED -> "bg-red-lt";
        },
        rows.optionalTime(it.dueAt(), language),
        it.attempts(),
        rows.optionalTime(it.triedAt(), language),
        it.status(),
        it.noAnswer() == null ? null : it.noAnswer().name(),
        it.said(),
        it.payload());
  }
}
