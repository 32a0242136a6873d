package io.countinghouse.demo.clock;

import io.countinghouse.demo.clock.SimulatorControl.ControlException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Shows the demo's time and moves it. */
@Controller
class ClockController {

  private static final Logger log = LoggerFactory.getLogger(ClockController.class);
  private static final String RESULT = "clockResult";
  private static final String FAILED = "clockFailed";

  private final SimulatorControl simulator;
  private final UsedTime usedTime;
  private final ClockTexts texts;

  ClockController(SimulatorControl simulator, UsedTime usedTime, ClockTexts texts) {
    this.simulator = simulator;
    this.usedTime = usedTime;
    this.texts = texts;
  }

  /** A button: the form's value, and what it says. */
  record Button(String step, String label) {}

  @GetMapping("/demo/clock")
  ModelAndView show(Locale locale) {
    ClockTexts.In text = texts.in(locale);
    ModelAndView page = new ModelAndView("demo/clock");
    page.addObject("text", text);
    page.addObject(
        "buttons",
        List.of(ClockStep.values()).stream()
            .map(step -> new Button(step.code(), text.get("step." + step.code())))
            .toList());
    try {
      Instant now = simulator.time();
      page.addObject("shanghai", written(now, ZoneId.of("Asia/Shanghai"), locale));
      page.addObject("utc", written(now, ZoneOffset.UTC, locale));
    } catch (ControlException e) {
      log.warn("the simulator's time is not to be had: {}", e.getMessage());
      page.addObject("unreachable", text.get("unreachable"));
    }
    return page;
  }

  /**
   * Blocks until the work due on the way is done, then shows the page again.
   *
   * @param usage whether the open workspaces are used meanwhile
   */
  @PostMapping("/demo/clock")
  String advance(
      @RequestParam(defaultValue = "") String step,
      @RequestParam(defaultValue = "false") boolean usage,
      Locale locale,
      RedirectAttributes redirect) {
    ClockTexts.In text = texts.in(locale);
    Optional<ClockStep> known = ClockStep.ofCode(step);
    if (known.isEmpty()) {
      redirect.addFlashAttribute(FAILED, text.get("no-step"));
      return "redirect:/demo/clock";
    }
    long startedNanos = System.nanoTime();
    try {
      Duration distance = known.get().distance();
      Instant reached = usage ? usedTime.advance(distance) : simulator.advance(distance);
      String seconds = Long.toString(1 + (System.nanoTime() - startedNanos) / 1_000_000_000L);
      redirect.addFlashAttribute(
          RESULT, text.get("done", written(reached, ZoneId.of("Asia/Shanghai"), locale), seconds));
    } catch (ControlException e) {
      log.warn("the clock did not advance: {}", e.getMessage());
      redirect.addFlashAttribute(FAILED, text.get("failed", String.valueOf(e.getMessage())));
    }
    return "redirect:/demo/clock";
  }

  private static String written(Instant time, ZoneId zone, Locale locale) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", locale).format(time.atZone(zone));
  }
}
