package awssimulator.pages.console;

import awssimulator.faults.Fault;
import awssimulator.faults.Fault.Kind;
import awssimulator.faults.FaultPlan;
import awssimulator.faults.FaultPlan.Rated;
import awssimulator.faults.FaultPlans;
import awssimulator.faults.Faults;
import awssimulator.pages.Go;
import awssimulator.pages.forms.Field;
import awssimulator.pages.forms.Form;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** The faults that AWS calls meet. */
@Controller
class FaultConsole {
  private static final String HERE = "/console/faults";
  private static final int CALLS_MAX = 1_000;

  private final Faults faults;

  FaultConsole(Faults faults) {
    this.faults = faults;
  }

  /** The faults of an operation as the page shows them. */
  record Line(String operation, List<String> next, List<String> rates, long calls, long hit) {
    static Line of(String operation, FaultPlan plan) {
      return new Line(
          operation,
          plan.script().stream().map(f -> label(f.kind())).toList(),
          plan.rates().stream()
              .map(r -> label(r.fault().kind()) + " " + r.rate().toPlainString())
              .toList(),
          Objects.requireNonNullElse(plan.calls(), 0L),
          Objects.requireNonNullElse(plan.injected(), 0L));
    }
  }

  private static String label(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @GetMapping(HERE)
  String all(Model model) {
    model.addAttribute(
        "lines",
        new TreeMap<>(faults.plans().operations())
            .entrySet().stream().map(e -> Line.of(e.getKey(), e.getValue())).toList());
    return "console-faults";
  }

  private static List<Field> fields() {
    List<String> operations =
        Stream.concat(Faults.OPERATIONS.stream().sorted(), Stream.of(Faults.EVERY_OPERATION))
            .toList();
    String[] kinds = Arrays.stream(Kind.values()).map(FaultConsole::label).toArray(String[]::new);
    return List.of(
        Field.codes("operation", operations),
        Field.words("fault", kinds),
        Field.words("when", "next", "rate"),
        Field.number("calls"),
        Field.text("rate"),
        Field.number("seconds"),
        Field.text("records"),
        Field.text("error"));
  }

  private static FormPage page() {
    return new FormPage("fault.add", "", HERE + "/add", HERE, false);
  }

  @GetMapping(HERE + "/add")
  ModelAndView add() {
    return page()
        .show(Form.with(fields(), Map.of("fault", "throttling", "calls", "1", "rate", "0.1")));
  }

  @PostMapping(HERE + "/add")
  ModelAndView add(HttpServletRequest request) {
    Form form = Form.sent(fields(), request);
    return page().submit(form, () -> add(form));
  }

  private @Nullable String add(Form form) {
    Fault fault = fault(form);
    boolean script = form.value("when").equals("next");
    int calls = (int) form.numberOr("calls", 1, CALLS_MAX, 1);
    BigDecimal rate = form.share("rate");
    if (!form.ok()) {
      return null;
    }
    FaultPlans plans = faults.plans();
    Map<String, FaultPlan> operations = new HashMap<>(plans.operations());
    FaultPlan old =
        operations.getOrDefault(
            form.value("operation"), new FaultPlan(List.of(), List.of(), null, null));
    List<Fault> next = new ArrayList<>(old.script());
    List<Rated> rates = new ArrayList<>(old.rates());
    if (script) {
      next.addAll(Collections.nCopies(calls, fault));
    } else {
      rates.add(new Rated(rate, fault));
    }
    operations.put(form.value("operation"), new FaultPlan(next, rates, null, null));
    faults.replace(new FaultPlans(plans.seed(), operations));
    return HERE;
  }

  private static Fault fault(Form form) {
    Kind kind = Kind.valueOf(form.value("fault").toUpperCase(Locale.ROOT).replace('-', '_'));
    Long seconds = form.number("seconds", 0, 300);
    String records = form.text("records");
    List<Integer> meant = null;
    if (records != null) {
      if (records.matches("[0-9]{1,2}([ ,]+[0-9]{1,2})*")) {
        meant = Arrays.stream(records.split("[ ,]+", -1)).map(Integer::valueOf).toList();
      } else {
        form.error("records", "ids");
      }
    }
    return new Fault(
        kind,
        seconds == null ? null : Duration.ofSeconds(seconds),
        meant,
        null,
        kind == Kind.UNKNOWN_STATUS ? form.textOr("error", "Deferred") : null,
        kind == Kind.ERROR ? form.text("error") : null,
        null,
        null);
  }

  private static FormPage clearPage() {
    return new FormPage("fault.clear", "", HERE + "/clear", HERE, true);
  }

  @GetMapping(HERE + "/clear")
  ModelAndView clear() {
    return clearPage().show(Form.empty(List.of()));
  }

  @PostMapping(HERE + "/clear")
  ModelAndView cleared() {
    faults.clear();
    return Go.to(HERE);
  }
}
