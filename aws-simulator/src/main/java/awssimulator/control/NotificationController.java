package awssimulator.control;

import awssimulator.market.Agreements;
import awssimulator.queue.Notification;
import awssimulator.queue.NotificationSender;
import awssimulator.queue.Notifications;
import awssimulator.settings.ProductSettings;
import awssimulator.store.Database;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Any message on a product's queue, and what was sent. */
@RestController
@RequestMapping("/control/notifications")
class NotificationController {
  private final Agreements agreements;
  private final Notifications notifications;
  private final NotificationSender sender;
  private final Database database;

  NotificationController(
      Agreements agreements,
      Notifications notifications,
      NotificationSender sender,
      Database database) {
    this.agreements = agreements;
    this.notifications = notifications;
    this.sender = sender;
    this.database = database;
  }

  /**
   * A message to put on a queue.
   *
   * @param message a string, sent as it is, or an object, sent as its JSON
   * @param raw whether it goes without an SNS envelope
   * @param messageId the SNS message id, such as that of an earlier one to double it
   * @param timestamp the envelope's time
   */
  record NewNotification(
      @Nullable String productCode,
      @Nullable JsonNode message,
      @Nullable Boolean raw,
      @Nullable String messageId,
      @Nullable Instant timestamp) {}

  record Sent(String messageId) {}

  @GetMapping
  List<Notification> latest(@RequestParam(defaultValue = "100") int limit) {
    return notifications.latest(Required.limit(limit));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Sent send(@RequestBody NewNotification request) {
    ProductSettings product =
        agreements.product(Required.text(request.productCode(), "productCode"));
    JsonNode message = request.message();
    if (message == null || message.isNull() || message.isMissingNode()) {
      throw new BadRequest("message is required");
    }
    String text = message.isString() ? message.stringValue() : message.toString();
    boolean raw = Boolean.TRUE.equals(request.raw());
    String messageId =
        database.transact(() ->
            notifications.writeAny(product, text, raw, request.messageId(), request.timestamp()));
    sender.send();
    return new Sent(messageId);
  }
}
