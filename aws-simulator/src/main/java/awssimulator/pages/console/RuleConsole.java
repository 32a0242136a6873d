package awssimulator.pages.console;

import awssimulator.pages.Go;
import awssimulator.pages.forms.Field;
import awssimulator.pages.forms.Form;
import awssimulator.queue.NotificationRule;
import awssimulator.queue.NotificationRule.Action;
import awssimulator.queue.NotificationRules;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** The rules for notifications. */
@Controller
class RuleConsole {
  private static final String HERE = "/console/rules";

  private final NotificationRules rules;
  private final SimulatorSettings settings;

  RuleConsole(NotificationRules rules, SimulatorSettings settings) {
    this.rules = rules;
    this.settings = settings;
  }

  /** A rule as the page shows it. */
  record Line(
      long id,
      @Nullable String productCode,
      @Nullable String agreementId,
      @Nullable String kind,
      String action,
      String rate,
      long seed,
      String extent,
      @Nullable Integer times,
      long seen,
      long hits) {
    static Line of(NotificationRules.Kept kept) {
      NotificationRule rule = kept.rule();
      String extent =
          switch (rule.action()) {
            case HOLD, LOSE -> "";
            case DELAY -> rule.delay().toString();
            case DUPLICATE, REDELIVER -> "+" + rule.copies();
            case REORDER -> String.valueOf(rule.group());
          };
      return new Line(
          kept.id(),
          rule.productCode(),
          rule.agreementId(),
          rule.kind(),
          rule.action().name().toLowerCase(Locale.ROOT),
          rule.rate().toPlainString(),
          rule.seed(),
          extent,
          rule.times(),
          kept.seen(),
          kept.hits());
    }
  }

  @GetMapping(HERE)
  String all(Model model) {
    model.addAttribute("rules", rules.all().stream().map(Line::of).toList());
    return "console-rules";
  }

  private List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.words("action", "hold", "delay", "lose", "duplicate", "redeliver", "reorder"));
    fields.add(
        Field.codesOrAny(
            "productCode", settings.allProducts().stream().map(ProductSettings::code).toList()));
    fields.add(Field.text("agreementId"));
    fields.add(Field.text("kind"));
    fields.add(Field.text("rate"));
    fields.add(Field.number("seed"));
    fields.add(Field.number("times"));
    fields.add(Field.number("delay"));
    fields.add(Field.words("unit", "minutes", "hours", "days"));
    fields.add(Field.number("copies"));
    fields.add(Field.number("group"));
    return fields;
  }

  private static FormPage page() {
    return new FormPage("rule.add", "", HERE + "/add", HERE, false);
  }

  @GetMapping(HERE + "/add")
  ModelAndView add() {
    return page().show(Form.with(fields(), Map.of("rate", "1")));
  }

  @PostMapping(HERE + "/add")
  ModelAndView add(HttpServletRequest request) {
    Form form = Form.sent(fields(), request);
    return page().submit(form, () -> add(form));
  }

  private @Nullable String add(Form form) {
    Action action = Action.valueOf(form.value("action").toUpperCase(Locale.ROOT));
    boolean copying = action == Action.DUPLICATE || action == Action.REDELIVER;
    Long times = form.number("times", 1, Integer.MAX_VALUE);
    Duration delay = action == Action.DELAY ? form.length("delay") : Duration.ZERO;
    if (action == Action.DELAY && !delay.isPositive()) {
      form.error("delay", "missing");
    }
    long copies = copying ? form.numberOr("copies", 1, 100, 1) : 0;
    long group = action == Action.REORDER ? form.numberOr("group", 2, 100, 2) : 0;
    var rate = form.share("rate");
    long seed = form.numberOr("seed", Long.MIN_VALUE, Long.MAX_VALUE, 0);
    if (!form.ok()) {
      return null;
    }
    rules.add(
        new NotificationRule(
            form.text("productCode"),
            form.text("agreementId"),
            form.text("kind"),
            action,
            rate,
            seed,
            delay,
            (int) copies,
            (int) group,
            times == null ? null : times.intValue()));
    return HERE;
  }

  @PostMapping(HERE + "/{id}/remove")
  ModelAndView remove(@PathVariable long id) {
    rules.remove(id);
    return Go.to(HERE);
  }
}
