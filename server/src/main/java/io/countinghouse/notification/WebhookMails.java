package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import io.countinghouse.site.Brand;
import io.countinghouse.webhook.WebhookEndpoint;
import io.countinghouse.webhook.WebhookEndpointDisabled;
import java.time.ZoneOffset;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the mail that tells operators of an endpoint that was disabled. */
@Component
class WebhookMails {

  private static final String OPERATORS = "operators";

  private final MailQueue queue;
  private final MailWords words;
  private final Brand brand;
  private final NotificationSettings settings;

  WebhookMails(MailQueue queue, MailWords words, Brand brand, NotificationSettings settings) {
    this.queue = queue;
    this.words = words;
    this.brand = brand;
    this.settings = settings;
  }

  @EventListener
  void on(WebhookEndpointDisabled event) {
    if (settings.operators() == null) {
      return;
    }
    Language language = settings.operatorsLanguage();
    WebhookEndpoint endpoint = event.endpoint();
    Map<String, String> values =
        Map.of(
            "endpoint", endpoint.description(),
            "since", words.time(language, event.failingSince(), ZoneOffset.UTC),
            "at", words.time(language, event.at(), ZoneOffset.UTC),
            "url", brand.link("/operator/webhooks/" + endpoint.id()));
    Mail mail = new Mail(MailTemplate.WEBHOOK_DISABLED, settings.operators(), language, values);
    queue.put(mail, endpoint.id() + "/" + event.at(), OPERATORS);
  }
}
