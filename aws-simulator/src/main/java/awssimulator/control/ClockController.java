package awssimulator.control;

import awssimulator.clock.ClockControl;
import awssimulator.clock.ClockState;
import awssimulator.clock.FollowerReport;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The business clock: read it, move it, follow it. */
@RestController
@RequestMapping("/control/clock")
class ClockController {
  private final ClockControl clock;

  ClockController(ClockControl clock) {
    this.clock = clock;
  }

  /** Exactly one of the two. */
  record Move(@Nullable Duration advance, @Nullable Instant set) {}

  /** As {@link FollowerReport}, still unchecked. */
  record Report(@Nullable Long generation, @Nullable Instant reached, @Nullable Instant nextDue) {}

  @GetMapping
  ClockState read() {
    return clock.state();
  }

  @PostMapping
  ClockState move(@RequestBody Move move) throws InterruptedException {
    Duration advance = move.advance();
    Instant set = move.set();
    if ((advance == null) == (set == null)) {
      throw new BadRequest("Give either advance, a duration such as PT1H, or set, an instant");
    }
    if (set != null) {
      return clock.advanceTo(set);
    }
    if (advance == null || advance.isNegative()) {
      throw new BadRequest("advance must not be negative");
    }
    return clock.advanceBy(advance);
  }

  @PostMapping("/followers/{name}")
  ClockState follow(@PathVariable String name, @RequestBody Report report)
      throws InterruptedException {
    Long generation = report.generation();
    Instant reached = report.reached();
    if (generation == null || reached == null) {
      throw new BadRequest("generation and reached are required");
    }
    return clock.follow(name, new FollowerReport(generation, reached, report.nextDue()));
  }
}
