package awssimulator.pages.console;

import awssimulator.pages.Times;
import awssimulator.pages.forms.Field;
import awssimulator.pages.forms.Form;
import awssimulator.queue.DeliveryControls;
import awssimulator.queue.DeliveryControls.Order;
import awssimulator.queue.DeliveryControls.Twice;
import awssimulator.queue.Notification;
import awssimulator.queue.Notification.State;
import awssimulator.queue.NotificationFilter;
import awssimulator.queue.Notifications;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The notifications, and what is done to them by hand. */
@Controller
class NotificationConsole {
  private static final String HERE = "/console/notifications";
  private static final int PAGE = 50;

  private final Notifications notifications;
  private final DeliveryControls controls;
  private final SimulatorSettings settings;

  NotificationConsole(
      Notifications notifications, DeliveryControls controls, SimulatorSettings settings) {
    this.notifications = notifications;
    this.controls = controls;
    this.settings = settings;
  }

  /** A notification, its times as text. */
  record Line(
      long id,
      String messageId,
      String productCode,
      @Nullable String agreementId,
      String kind,
      String state,
      boolean waits,
      String occurredAt,
      String publishedAt,
      String dueAt,
      String sentAt,
      @Nullable Long copyOf,
      @Nullable Long ruleId,
      String message) {
    static Line of(Notification n) {
      return new Line(
          n.id(),
          n.messageId(),
          n.productCode(),
          n.agreementId(),
          n.kind(),
          n.state().name(),
          n.waits(),
          Times.minute(n.occurredAt()),
          Times.minute(n.publishedAt()),
          Times.minute(n.dueAt()),
          Times.minute(n.sentAt()),
          n.copyOf(),
          n.ruleId(),
          Pretty.json(n.message()));
    }
  }

  @GetMapping(HERE)
  String all(
      @RequestParam(defaultValue = "") String agreementId,
      @RequestParam(defaultValue = "") String state,
      @RequestParam(required = false) @Nullable Long before,
      Model model) {
    State wanted =
        Arrays.stream(State.values()).filter(s -> s.name().equals(state)).findFirst().orElse(null);
    String agreement = agreementId.strip();
    List<Line> lines =
        notifications
            .list(
                new NotificationFilter(null, agreement.isEmpty() ? null : agreement, null, wanted),
                before,
                PAGE + 1)
            .stream()
            .map(Line::of)
            .toList();
    model.addAttribute("agreementId", agreement);
    model.addAttribute("state", wanted == null ? "" : wanted.name());
    model.addAttribute("states", Arrays.stream(State.values()).map(State::name).toList());
    model.addAttribute("lines", lines.subList(0, Math.min(PAGE, lines.size())));
    model.addAttribute("older", lines.size() > PAGE ? lines.get(PAGE - 1).id() : null);
    model.addAttribute("first", before == null);
    return "console-notifications";
  }

  @GetMapping(HERE + "/{id}")
  String one(@PathVariable long id, Model model) {
    model.addAttribute("line", Line.of(controls.notification(id)));
    return "console-notification";
  }

  /** What may be done to one notification. */
  enum Deed {
    SEND(false),
    HOLD(false),
    LOSE(true),
    DELAY(false),
    DUPLICATE(false),
    REDELIVER(false);

    private final boolean destructive;

    Deed(boolean destructive) {
      this.destructive = destructive;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    List<Field> fields() {
      return switch (this) {
        case SEND, HOLD, LOSE -> List.of();
        case DELAY -> Form.lengthOfTime("by");
        case DUPLICATE, REDELIVER -> List.of(Field.number("copies"));
      };
    }
  }

  private static Deed deed(String label) {
    return Arrays.stream(Deed.values())
        .filter(d -> d.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new UnknownPage("no deed " + label));
  }

  private FormPage page(long id, Deed deed) {
    Notification n = controls.notification(id);
    return new FormPage(
        "deed." + deed.label(),
        "#" + id + " " + n.kind(),
        HERE + "/" + id + "/" + deed.label(),
        HERE + "/" + id,
        deed.destructive);
  }

  @GetMapping(HERE + "/{id}/{label}")
  ModelAndView ask(@PathVariable long id, @PathVariable String label) {
    Deed deed = deed(label);
    return page(id, deed).show(Form.empty(deed.fields()));
  }

  @PostMapping(HERE + "/{id}/{label}")
  ModelAndView act(@PathVariable long id, @PathVariable String label, HttpServletRequest request) {
    Deed deed = deed(label);
    Form form = Form.sent(deed.fields(), request);
    FormPage page = page(id, deed);
    return page.submit(form, () -> act(id, deed, form) ? page.back() : null);
  }

  private boolean act(long id, Deed deed, Form form) {
    return switch (deed) {
      case SEND -> controls.send(List.of(id)) == 1;
      case HOLD -> controls.hold(id).waits();
      case LOSE -> controls.lose(id).waits();
      case DELAY -> {
        var by = form.length("by");
        yield form.ok() && controls.delay(id, by).waits();
      }
      case DUPLICATE, REDELIVER -> {
        int copies = (int) form.numberOr("copies", 1, 100, 1);
        Twice how = deed == Deed.DUPLICATE ? Twice.DUPLICATE : Twice.REDELIVER;
        yield form.ok() && !controls.again(id, how, copies).waits();
      }
    };
  }

  private List<Field> sendFields() {
    return List.of(
        Field.text("ids"),
        Field.codesOrAny(
            "productCode", settings.allProducts().stream().map(ProductSettings::code).toList()),
        Field.text("agreementId"),
        Field.text("kind"),
        Field.words("order", "occurred", "reversed", "shuffled"),
        Field.number("seed"));
  }

  private static FormPage sendPage() {
    return new FormPage("deed.send-many", "", "/console/send", HERE, false);
  }

  @GetMapping("/console/send")
  ModelAndView send() {
    return sendPage().show(Form.empty(sendFields()));
  }

  @PostMapping("/console/send")
  ModelAndView send(HttpServletRequest request) {
    Form form = Form.sent(sendFields(), request);
    return sendPage()
        .submit(
            form,
            () -> {
              String ids = form.text("ids");
              if (ids != null) {
                return sendInOrder(ids, form);
              }
              Order order = Order.valueOf(form.value("order").toUpperCase(Locale.ROOT));
              long seed = form.numberOr("seed", Long.MIN_VALUE, Long.MAX_VALUE, 0);
              if (!form.ok()) {
                return null;
              }
              controls.send(
                  new NotificationFilter(
                      form.text("productCode"), form.text("agreementId"), form.text("kind"), null),
                  order,
                  seed);
              return HERE;
            });
  }

  private @Nullable String sendInOrder(String ids, Form form) {
    if (!ids.matches("[0-9]{1,15}([ ,]+[0-9]{1,15})*")) {
      form.error("ids", "ids");
      return null;
    }
    controls.send(Arrays.stream(ids.split("[ ,]+", -1)).map(Long::valueOf).toList());
    return HERE;
  }
}
