package awssimulator.examples;

import awssimulator.client.Observations.Request;
import awssimulator.client.Observations.RequestFilter;
import awssimulator.junit.LocalSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An example under way: its process, and the simulator of its own that it talks to. */
final class ExampleRun implements AutoCloseable {
  /** The simulator's examples, as the README shows them. */
  static final Path FOLDER = Path.of("../aws-simulator/examples");

  private static final long SECONDS_MAX = 120;

  private final LocalSimulator simulator;
  private final Process process;
  private final Path output;

  private ExampleRun(LocalSimulator simulator, Process process, Path output) {
    this.simulator = simulator;
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a command in an example's folder, telling it of the simulator no more than the two
   * endpoints.
   */
  static ExampleRun start(String example, List<String> command) throws IOException {
    LocalSimulator simulator = LocalSimulator.start();
    Path output = Files.createTempFile("example-" + example, ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(FOLDER.resolve(example).toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("AWS_ENDPOINT_URL", simulator.endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_SQS", simulator.sqsEndpoint().toString());
    // As in the shell of a developer who is signed in at AWS.
    environment.put(
        "AWS_CONFIG_FILE", Path.of("src/test/resources/aws-config").toAbsolutePath().toString());
    environment.put("AWS_PROFILE", "other-work");
    environment.put("AWS_ACCESS_KEY_ID", "ASIAOTHERWORK0000001");
    environment.put("AWS_SECRET_ACCESS_KEY", "of-other-work");
    environment.put("AWS_SESSION_TOKEN", "of-other-work");
    environment.put("AWS_REGION", "eu-central-1");
    // Nothing else of this machine's user or network may help or hinder.
    environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("NO_PROXY", "localhost,127.0.0.1");
    environment.put("no_proxy", "localhost,127.0.0.1");
    // The system's own AWS CLI rather than one that a user installed on top.
    environment.merge("PATH", "/usr/bin", (path, first) -> first + ":" + path);
    return new ExampleRun(simulator, builder.start(), output);
  }

  /** Waits for the end and returns what it printed; fails unless it ended well. */
  List<String> lines() throws IOException, InterruptedException {
    boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
    String text = Files.readString(output, StandardCharsets.UTF_8);
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError(
          (ended ? "It ended with " + process.exitValue() : "It did not end") + ":\n" + text);
    }
    return text.lines().toList();
  }

  /** The user agents that talked to the simulator's AWS endpoint. */
  List<String> userAgents() {
    return requests().stream()
        .map(request -> request.headers().getOrDefault("user-agent", ""))
        .distinct()
        .toList();
  }

  /** The latest calls to the simulator's AWS endpoint. */
  List<Request> requests() {
    return simulator.client().observations().requests(RequestFilter.latest());
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    simulator.close();
    Files.deleteIfExists(output);
  }
}
