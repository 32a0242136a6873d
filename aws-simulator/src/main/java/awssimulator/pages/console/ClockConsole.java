package awssimulator.pages.console;

import awssimulator.clock.ClockControl;
import awssimulator.clock.ClockState;
import awssimulator.pages.Times;
import awssimulator.pages.forms.Field;
import awssimulator.pages.forms.Form;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** The clock: where it is, who follows it, and how it is moved. */
@Controller
class ClockConsole {
  private static final List<Field> ADVANCE = Form.lengthOfTime("advance");
  private static final List<Field> SET = List.of(Field.moment("moment").needed());

  private final ClockControl clock;

  ClockConsole(ClockControl clock) {
    this.clock = clock;
  }

  /** A follower as the page shows it. */
  record FollowerLine(String name, String reached, String nextDue, boolean late) {}

  @GetMapping("/console/clock")
  String clock(Model model) {
    ClockState state = clock.state();
    model.addAttribute("time", Times.minute(state.time()));
    model.addAttribute("advancing", state.advancing());
    model.addAttribute("target", Times.minute(state.target()));
    model.addAttribute(
        "followers",
        clock.followers().stream()
            .map(f ->
                new FollowerLine(
                    f.name(), Times.minute(f.reached()), Times.minute(f.nextDue()), f.late()))
            .toList());
    return "console-clock";
  }

  private FormPage page(String key) {
    return new FormPage(
        key,
        Times.minute(clock.state().time()),
        "/console/clock/" + key.substring(6),
        "/console/clock",
        false);
  }

  @GetMapping("/console/clock/advance")
  ModelAndView advance() {
    return page("clock.advance").show(Form.with(ADVANCE, Map.of("advance", "1", "unit", "hours")));
  }

  @PostMapping("/console/clock/advance")
  ModelAndView advance(HttpServletRequest request) {
    Form form = Form.sent(ADVANCE, request);
    return page("clock.advance")
        .submit(
            form,
            () -> {
              var by = form.length("advance");
              if (form.ok()) {
                move(() -> clock.advanceBy(by));
              }
              return "/console/clock";
            });
  }

  @GetMapping("/console/clock/set")
  ModelAndView set() {
    String now = clock.state().time().toString();
    return page("clock.set").show(Form.with(SET, Map.of("moment", now.substring(0, 16))));
  }

  @PostMapping("/console/clock/set")
  ModelAndView set(HttpServletRequest request) {
    Form form = Form.sent(SET, request);
    return page("clock.set")
        .submit(
            form,
            () -> {
              Instant moment = form.moment("moment");
              if (moment != null) {
                move(() -> clock.advanceTo(moment));
              }
              return "/console/clock";
            });
  }

  private interface Move {
    ClockState make() throws InterruptedException;
  }

  private static void move(Move move) {
    try {
      move.make();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The simulator is stopping", e);
    }
  }
}
