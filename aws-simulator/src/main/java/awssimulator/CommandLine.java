package awssimulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** The options of the command. */
record CommandLine(Map<String, String> settings, boolean help) {
  static final String USAGE =
      """
      Usage: simulator [--port N] [--sqs-port N] [--data DIR] [--memory] [--KEY=VALUE …]
        --port N      pages, control API and AWS endpoint (8090)
        --sqs-port N  SQS (9324)
        --data DIR    where the state is kept (./aws-simulator-data)
        --memory      keep the state in memory only
        --KEY=VALUE   any key of aws-simulator.yml, such as --aws-simulator.calls-per-second=100
      """;

  private static final Map<String, String> WITH_VALUE =
      Map.of(
          "--port", "aws-simulator.port",
          "--sqs-port", "aws-simulator.sqs-port",
          "--data", "aws-simulator.data");

  static CommandLine parse(String[] arguments) {
    Map<String, String> settings = new LinkedHashMap<>();
    int i = 0;
    while (i < arguments.length) {
      String argument = arguments[i];
      i++;
      String key = WITH_VALUE.get(argument);
      if (argument.equals("--help") || argument.equals("-h")) {
        return new CommandLine(settings, true);
      } else if (argument.equals("--memory")) {
        settings.put("aws-simulator.memory", "true");
      } else if (key != null && i < arguments.length) {
        settings.put(key, arguments[i]);
        i++;
      } else if (argument.startsWith("--aws-simulator.") && argument.contains("=")) {
        int equals = argument.indexOf('=');
        settings.put(argument.substring(2, equals), argument.substring(equals + 1));
      } else {
        throw new StartRefused("Unknown or incomplete option " + argument + "\n" + USAGE);
      }
    }
    return new CommandLine(settings, false);
  }
}
