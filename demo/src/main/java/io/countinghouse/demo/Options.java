package io.countinghouse.demo;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the demo was asked for: by options, else by environment variables ({@code --server-port} is
 * {@code DEMO_SERVER_PORT}), else the defaults.
 *
 * @param serverPort port of the product
 * @param simulatorPort port of the simulator's pages, control API and AWS endpoint
 * @param sqsPort port of the simulator's SQS
 * @param mailPort port of the mail box's page and list
 * @param smtpPort port of the mail box's SMTP
 * @param data the folder that keeps everything
 * @param awsEndpoint where the product calls the metering API, if not at the simulator itself: a
 *     proxy in between, for tests
 * @param reset whether to begin afresh
 * @param rehearsal whether to stop once all is ready, on whatever ports are free: so the JVM learns
 *     what to load at the next start
 */
record Options(
    int serverPort,
    int simulatorPort,
    int sqsPort,
    int mailPort,
    int smtpPort,
    Path data,
    Optional<URI> awsEndpoint,
    boolean reset,
    boolean rehearsal) {

  private static final int PORT_MAX = 65_535;
  private static final List<String> PORTS =
      List.of("server-port", "simulator-port", "sqs-port", "mail-port", "smtp-port");
  private static final List<String> NAMES =
      Stream.concat(PORTS.stream(), Stream.of("data", "aws-endpoint")).toList();

  /** What can be asked for. */
  static final String USAGE =
      """
      Usage: bin/demo [options]
        --reset                 begin afresh: delete what earlier runs kept
        --server-port PORT      Countinghouse                        (8080)
        --simulator-port PORT   the marketplace and its AWS endpoint (8090)
        --sqs-port PORT         its SQS                              (9324)
        --mail-port PORT        the mail box                         (8025)
        --smtp-port PORT        its SMTP                             (1025)
        --data DIR              where everything is kept             (.demo)
        --aws-endpoint URL      call the metering API through this address
      Each option can be an environment variable, such as DEMO_SERVER_PORT.\
      """;

  /**
   * Reads them.
   *
   * @throws DemoStartException if there is no such option, or its value is none
   */
  static Options read(String[] args, Map<String, String> environment) {
    Map<String, String> given = new HashMap<>();
    for (String name : NAMES) {
      String value = environment.get(variable(name));
      if (value != null && !value.isBlank()) {
        given.put(name, value);
      }
    }
    boolean reset = false;
    boolean rehearsal = false;
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(args));
    while (!rest.isEmpty()) {
      String arg = rest.pop();
      if (arg.equals("--reset")) {
        reset = true;
      } else if (arg.equals("--rehearsal")) {
        rehearsal = true;
        Ports.free(PORTS).forEach((name, port) -> given.put(name, Integer.toString(port)));
      } else {
        put(given, arg, rest);
      }
    }
    return new Options(
        port(given, "server-port", 8080),
        port(given, "simulator-port", 8090),
        port(given, "sqs-port", 9324),
        port(given, "mail-port", 8025),
        port(given, "smtp-port", 1025),
        path(given.getOrDefault("data", ".demo")),
        Optional.ofNullable(given.get("aws-endpoint")).map(Options::uri),
        reset,
        rehearsal);
  }

  /** Where the product is; by another name than the simulator, so that the two are two sites. */
  String serverUrl() {
    return "http://localhost:" + serverPort;
  }

  /** Where the simulator is. */
  String simulatorUrl() {
    return "http://127.0.0.1:" + simulatorPort;
  }

  private static String variable(String name) {
    return "DEMO_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static void put(Map<String, String> given, String arg, Deque<String> rest) {
    int equals = arg.indexOf('=');
    String option = equals < 0 ? arg : arg.substring(0, equals);
    String name = option.startsWith("--") ? option.substring(2) : option;
    if (!NAMES.contains(name)) {
      throw new DemoStartException("There is no option " + option + ".\n" + USAGE);
    }
    if (equals < 0 && rest.isEmpty()) {
      throw new DemoStartException("The option " + option + " needs a value.");
    }
    given.put(name, equals < 0 ? rest.pop() : arg.substring(equals + 1));
  }

  private static int port(Map<String, String> given, String name, int normally) {
    String value = given.get(name);
    if (value == null) {
      return normally;
    }
    try {
      int port = Integer.parseInt(value);
      if (port >= 1 && port <= PORT_MAX) {
        return port;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new DemoStartException("--" + name + " must be a port, 1 to 65535, not " + value + ".");
  }

  private static Path path(String value) {
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new DemoStartException("--data must be a folder, not " + value + ".", e);
    }
  }

  private static URI uri(String value) {
    try {
      URI uri = URI.create(value);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new DemoStartException(
        "--aws-endpoint must be an address such as http://127.0.0.1:9000, not " + value + ".");
  }
}
