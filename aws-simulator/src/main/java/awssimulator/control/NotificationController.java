package awssimulator.control;

import awssimulator.market.Agreements;
import awssimulator.queue.DeliveryControls;
import awssimulator.queue.DeliveryControls.Order;
import awssimulator.queue.DeliveryControls.Twice;
import awssimulator.queue.Notification;
import awssimulator.queue.Notification.State;
import awssimulator.queue.NotificationFilter;
import awssimulator.queue.NotificationSender;
import awssimulator.queue.Notifications;
import awssimulator.settings.ProductSettings;
import awssimulator.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What was sent or waits, what to do with it, and any message on a product's queue. */
@RestController
@RequestMapping("/control/notifications")
class NotificationController {
  private final Agreements agreements;
  private final Notifications notifications;
  private final NotificationSender sender;
  private final DeliveryControls controls;
  private final Database database;

  NotificationController(
      Agreements agreements,
      Notifications notifications,
      NotificationSender sender,
      DeliveryControls controls,
      Database database) {
    this.agreements = agreements;
    this.notifications = notifications;
    this.sender = sender;
    this.controls = controls;
    this.database = database;
  }

  /**
   * A message to put on a queue.
   *
   * @param message a string, sent as it is, or an object, sent as its JSON
   * @param raw whether it goes without an SNS envelope; the product's way if absent
   * @param messageId the SNS message id, such as that of an earlier one to double it
   * @param timestamp the envelope's time
   */
  record NewNotification(
      @Nullable String productCode,
      @Nullable JsonNode message,
      @Nullable Boolean raw,
      @Nullable String messageId,
      @Nullable Instant timestamp) {}

  /** Which to send: by id, in that order, or all that wait and match. */
  record Release(
      @Nullable List<Long> ids,
      @Nullable String productCode,
      @Nullable String agreementId,
      @Nullable String kind,
      @Nullable String order,
      @Nullable Long seed) {}

  record Delay(@Nullable Duration by) {}

  /** {@code how} is "duplicate", the default, or "redeliver". */
  record Again(@Nullable String how, @Nullable Integer copies) {}

  record Sent(String messageId) {}

  record Released(int sent) {}

  @GetMapping
  List<Notification> list(
      @RequestParam(required = false) @Nullable String productCode,
      @RequestParam(required = false) @Nullable String agreementId,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable Long before,
      @RequestParam(defaultValue = "100") int limit) {
    State wanted = state == null ? null : Words.of(State.class, state, "state");
    return notifications.list(
        new NotificationFilter(productCode, agreementId, kind, wanted),
        before,
        Required.limit(limit));
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
    String messageId =
        database.transact(() ->
            notifications.writeAny(
                product, text, request.raw(), request.messageId(), request.timestamp()));
    sender.send();
    return new Sent(messageId);
  }

  @GetMapping("/{id}")
  Notification one(@PathVariable long id) {
    return controls.notification(id);
  }

  @PostMapping("/release")
  Released release(@RequestBody Release request) {
    List<Long> ids = request.ids();
    if (ids != null) {
      if (ids.contains(null)) {
        throw new BadRequest("ids are numbers");
      }
      return new Released(controls.send(ids));
    }
    Order order =
        request.order() == null ? Order.OCCURRED : Words.of(Order.class, request.order(), "order");
    NotificationFilter filter =
        new NotificationFilter(request.productCode(), request.agreementId(), request.kind(), null);
    return new Released(controls.send(filter, order, request.seed() == null ? 0 : request.seed()));
  }

  @PostMapping("/{id}/release")
  Notification releaseOne(@PathVariable long id) {
    controls.send(List.of(id));
    return controls.notification(id);
  }

  @PostMapping("/{id}/hold")
  Notification hold(@PathVariable long id) {
    return controls.hold(id);
  }

  @PostMapping("/{id}/lose")
  Notification lose(@PathVariable long id) {
    return controls.lose(id);
  }

  @PostMapping("/{id}/delay")
  Notification delay(@PathVariable long id, @RequestBody Delay request) {
    Duration by = request.by();
    if (by == null) {
      throw new BadRequest("by is required: a duration such as PT10M");
    }
    return controls.delay(id, by);
  }

  @PostMapping("/{id}/duplicate")
  Notification again(@PathVariable long id, @RequestBody Again request) {
    Twice how =
        request.how() == null ? Twice.DUPLICATE : Words.of(Twice.class, request.how(), "how");
    return controls.again(id, how, request.copies() == null ? 1 : request.copies());
  }
}
