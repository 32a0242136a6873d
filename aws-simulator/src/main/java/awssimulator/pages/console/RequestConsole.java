package awssimulator.pages.console;

import awssimulator.faults.Faults;
import awssimulator.pages.Times;
import awssimulator.wire.RequestLog;
import awssimulator.wire.RequestLog.Entry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The log of calls. */
@Controller
class RequestConsole {
  private static final int PAGE = 50;

  private final RequestLog requests;

  RequestConsole(RequestLog requests) {
    this.requests = requests;
  }

  /** A call as the page shows it; the status is empty if the connection was cut. */
  record Line(
      long seq,
      String requestId,
      String at,
      String atWall,
      long durationMillis,
      String operation,
      List<String> agreementIds,
      Map<String, String> headers,
      String status,
      boolean good,
      @Nullable String error,
      @Nullable String fault,
      String body,
      String response) {
    static Line of(Entry e, boolean whole) {
      return new Line(
          e.seq(),
          e.requestId(),
          Times.minute(e.receivedAt()),
          Times.minute(e.receivedAtWall()),
          e.durationMillis(),
          e.operation(),
          e.agreementIds(),
          e.headers(),
          Objects.toString(e.status(), ""),
          e.status() != null && e.status() < 400,
          e.error(),
          e.fault(),
          whole ? Pretty.json(e.body()) : "",
          whole ? Pretty.json(e.response()) : "");
    }
  }

  @GetMapping("/console/requests")
  String all(
      @RequestParam(defaultValue = "") String operation,
      @RequestParam(defaultValue = "") String status,
      @RequestParam(defaultValue = "") String agreementId,
      @RequestParam(required = false) @Nullable Long before,
      Model model) {
    String agreement = agreementId.strip();
    Integer wanted = status.matches("[1-5][0-9]{2}") ? Integer.valueOf(status) : null;
    List<Line> lines =
        requests
            .list(
                new RequestLog.Query(
                    operation.isEmpty() ? null : operation,
                    wanted,
                    agreement.isEmpty() ? null : agreement,
                    before,
                    PAGE + 1))
            .stream()
            .map(e -> Line.of(e, false))
            .toList();
    model.addAttribute("operation", operation);
    model.addAttribute("operations", Faults.OPERATIONS.stream().sorted().toList());
    model.addAttribute("status", Objects.toString(wanted, ""));
    model.addAttribute("statuses", List.of("200", "400", "403", "500"));
    model.addAttribute("agreementId", agreement);
    model.addAttribute("lines", lines.subList(0, Math.min(PAGE, lines.size())));
    model.addAttribute("older", lines.size() > PAGE ? lines.get(PAGE - 1).seq() : null);
    model.addAttribute("first", before == null);
    return "console-requests";
  }

  @GetMapping("/console/requests/{seq}")
  String one(@PathVariable long seq, Model model) {
    Entry entry =
        requests.list(new RequestLog.Query(null, null, null, seq + 1, 1)).stream()
            .filter(e -> e.seq() == seq)
            .findFirst()
            .orElseThrow(() -> new UnknownPage("no call " + seq));
    model.addAttribute("line", Line.of(entry, true));
    return "console-request";
  }
}
