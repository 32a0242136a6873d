package io.countinghouse.console;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Language;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The hours of a UTC day at a glance. */
@Controller
class OperatorMeteringController {

  private final OperatorHours hours;
  private final BusinessClock clock;

  OperatorMeteringController(OperatorHours hours, BusinessClock clock) {
    this.hours = hours;
    this.clock = clock;
  }

  /**
   * What is reported of each hour.
   *
   * @param day a UTC day such as {@code 2026-05-12}; empty for today
   */
  @GetMapping("/operator/metering")
  @Access(Access.Who.OPERATOR)
  ModelAndView day(@RequestParam(defaultValue = "") String day, HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    LocalDate today = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC);
    Instant start = OperatorRecordController.startOf(day.isBlank() ? today.toString() : day);
    LocalDate shown = LocalDate.ofInstant(start, ZoneOffset.UTC);
    ModelAndView page = new ModelAndView("operator/metering");
    page.addObject("day", shown.toString());
    page.addObject("before", shown.minusDays(1).toString());
    page.addObject("after", shown.isBefore(today) ? shown.plusDays(1).toString() : null);
    page.addObject("states", OperatorHours.STATES);
    page.addObject("hours", hours.of(start, language));
    page.addObject("total", hours.total(start, language));
    page.addObject("deadlines", hours.deadlines(language));
    page.addObject("failed", hours.failedReadings(language));
    return page;
  }
}
