package awssimulator.pages.console;

import awssimulator.clock.ClockControl;
import awssimulator.clock.FollowerState;
import awssimulator.faults.Faults;
import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.queue.Notification.State;
import awssimulator.queue.NotificationFilter;
import awssimulator.queue.NotificationRules;
import awssimulator.queue.Notifications;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Where things stand, at a glance. */
@Controller
class HomeConsole {
  private static final int COUNTED_MAX = 1_000;

  private final Agreements agreements;
  private final Notifications notifications;
  private final NotificationRules rules;
  private final Faults faults;
  private final ClockControl clock;

  HomeConsole(
      Agreements agreements,
      Notifications notifications,
      NotificationRules rules,
      Faults faults,
      ClockControl clock) {
    this.agreements = agreements;
    this.notifications = notifications;
    this.rules = rules;
    this.faults = faults;
    this.clock = clock;
  }

  private int count(State state) {
    NotificationFilter filter = new NotificationFilter(null, null, null, state);
    return notifications.list(filter, null, COUNTED_MAX).size();
  }

  @GetMapping("/console")
  String home(Model model) {
    model.addAttribute("living", agreements.all().stream().filter(Agreement::living).count());
    model.addAttribute("waiting", count(State.HELD) + count(State.DELAYED));
    model.addAttribute("undeleted", count(State.SENT));
    model.addAttribute("lost", count(State.LOST));
    model.addAttribute("dead", count(State.DEAD));
    model.addAttribute("rules", rules.all().size());
    model.addAttribute("faulty", faults.plans().operations().size());
    model.addAttribute("followers", clock.followers().size());
    model.addAttribute("late", clock.followers().stream().anyMatch(FollowerState::late));
    return "console-home";
  }
}
