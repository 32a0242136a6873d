package io.countinghouse.generator;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code bin/generate-usage} was asked for.
 *
 * @param server where the usage API is
 * @param key an API key
 * @param workspaces their ids
 * @param seed names the usage
 * @param from start of the first hour
 * @param hours how many
 * @param speed hours of usage a second; 0: as fast as it goes
 * @param reports how often an hour each thing is reported
 * @param batch events in a request
 */
record Arguments(
    URI server,
    String key,
    List<String> workspaces,
    long seed,
    Instant from,
    int hours,
    int speed,
    int reports,
    int batch) {

  static final String USAGE =
      """
      Usage: bin/generate-usage --workspace ID … [options]
      Reports made-up usage through the public API: all billing items, busy by day and calm by night,
      some of it late, some of it twice. The same seed makes the same usage.
        --workspace ID    who uses; may be given several times
        --server URL      where Countinghouse is              (http://localhost:8080)
        --key KEY         an API key                          (the environment's API_KEY)
        --seed NUMBER     names the usage                     (1)
        --hours HOURS     so many hours                       (24)
        --from TIME       the first hour, 2026-11-03T00:00:00Z; the server takes 35 days back and
                          nothing ahead                       (so many hours before the full one)
        --speed FACTOR    hours of usage a second; 0 is as fast as it goes   (0)
        --reports NUMBER  how often an hour each is reported  (4)
        --batch NUMBER    events in a request                 (1000)\
      """;

  private static final List<String> NAMES =
      List.of("server", "key", "seed", "hours", "from", "speed", "reports", "batch");

  /** Something that is no argument, or not a good one; its message is for the person. */
  static final class WrongArgumentException extends RuntimeException {

    WrongArgumentException(String message) {
      super(message);
    }
  }

  /**
   * Reads them.
   *
   * @param now by which the first hour is found if none is given
   * @throws WrongArgumentException if one is missing or wrong
   */
  static Arguments read(String[] args, Map<String, String> environment, InstantSource now) {
    Map<String, String> given = new HashMap<>();
    List<String> workspaces = new ArrayList<>();
    Deque<String> rest = new ArrayDeque<>(List.of(args));
    while (!rest.isEmpty()) {
      String option = rest.pop();
      String name = option.startsWith("--") ? option.substring(2) : "";
      if (!name.equals("workspace") && !NAMES.contains(name)) {
        throw new WrongArgumentException("There is no option " + option + ".\n" + USAGE);
      }
      if (rest.isEmpty()) {
        throw new WrongArgumentException(option + " needs a value.");
      }
      if (name.equals("workspace")) {
        workspaces.add(rest.pop());
      } else {
        given.put(name, rest.pop());
      }
    }
    String key = given.getOrDefault("key", environment.getOrDefault("API_KEY", ""));
    if (workspaces.isEmpty() || key.isBlank()) {
      throw new WrongArgumentException(
          "Name a workspace by --workspace and an API key by --key.\n" + USAGE);
    }
    int hours = number(given, "hours", 24, 1);
    return new Arguments(
        server(given.getOrDefault("server", "http://localhost:8080")),
        key,
        workspaces,
        number(given, "seed", 1, 0),
        given.containsKey("from")
            ? hour(given.get("from"))
            : now.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(hours)),
        hours,
        number(given, "speed", 0, 0),
        reports(given),
        number(given, "batch", 1000, 1));
  }

  private static int number(Map<String, String> given, String name, int normally, int least) {
    String value = given.get(name);
    if (value == null) {
      return normally;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new WrongArgumentException(
        "--%s must be a whole number, %d or more, not %s.".formatted(name, least, value));
  }

  private static int reports(Map<String, String> given) {
    int reports = number(given, "reports", 4, 1);
    if (reports > GeneratedUsage.REPORTS_MAX) {
      throw new WrongArgumentException(
          "--reports must be at most %d.".formatted(GeneratedUsage.REPORTS_MAX));
    }
    return reports;
  }

  private static Instant hour(String value) {
    try {
      return Instant.parse(value).truncatedTo(ChronoUnit.HOURS);
    } catch (DateTimeException e) {
      throw new WrongArgumentException(
          "--from must be a time such as 2026-11-03T00:00:00Z, not " + value + ".");
    }
  }

  private static URI server(String value) {
    try {
      URI uri = URI.create(value);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new WrongArgumentException(
        "--server must be an address such as http://localhost:8080, not " + value + ".");
  }
}
