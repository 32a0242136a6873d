package awssimulator.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The README's examples, run as they are by their own tools, all at the same time. A missing tool
 * fails them: {@code bin/check} installs what is missing.
 */
class ExampleIntegrationTests {
  private static final List<ExampleRun> runs = new ArrayList<>();
  private static ExampleRun awsCli;
  private static ExampleRun boto3;
  private static ExampleRun javascript;
  private static ExampleRun java;
  private static ExampleRun cbor;

  @BeforeAll
  static void startAll() throws IOException, InterruptedException {
    // The slowest first.
    awsCli = start("aws-cli", List.of(found("sh"), "story.sh"));
    java =
        start(
            "java",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "Story.java"));
    assertThat(ExampleRun.FOLDER.resolve("javascript/node_modules"))
        .as("run 'npm ci' in aws-simulator/examples/javascript, as bin/check does")
        .isDirectory();
    javascript = start("javascript", List.of(found("node"), "--no-warnings", "story.mjs"));
    // As a text, because node looks for its packages beside a file.
    String script = Files.readString(Path.of("src/test/resources/cbor.mjs"));
    cbor =
        start(
            "javascript",
            List.of(found("node"), "--no-warnings", "--input-type=module", "--eval", script));
    boto3 = start("boto3", List.of(pythonWithBoto3(), "story.py"));
  }

  private static ExampleRun start(String example, List<String> command) throws IOException {
    ExampleRun run = ExampleRun.start(example, command);
    runs.add(run);
    return run;
  }

  @AfterAll
  static void stopAll() throws IOException {
    for (ExampleRun run : runs) {
      run.close();
    }
  }

  private static Stream<Path> onThePath(String tool) {
    return Stream.of(("/usr/bin:" + System.getenv("PATH")).split(File.pathSeparator))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable);
  }

  private static String found(String tool) {
    return onThePath(tool)
        .findFirst()
        .orElseThrow(() -> new AssertionError(tool + " is missing; bin/check installs it"))
        .toString();
  }

  private static String pythonWithBoto3() throws IOException, InterruptedException {
    for (Path python : onThePath("python3").toList()) {
      Process check =
          new ProcessBuilder(python.toString(), "-c", "import boto3")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (check.waitFor() == 0) {
        return python.toString();
      }
    }
    throw new AssertionError("No python3 has boto3; bin/check installs it");
  }

  /** The test's own class path: it has the two SDK clients and the simulator's. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  @Test
  void theAwsCliTellsTheLegacyStory() throws Exception {
    assertLegacyStory(awsCli.lines());
    assertThat(awsCli.userAgents()).isNotEmpty().allMatch(agent -> agent.startsWith("aws-cli/"));
  }

  @Test
  void boto3TellsTheLegacyStory() throws Exception {
    List<String> lines = boto3.lines();
    assertThat(lines)
        .contains("of which workspace prod: 10.00 CNY", "of which workspace test: 3.40 CNY");
    assertLegacyStory(lines.stream().filter(line -> !line.startsWith("of which")).toList());
    assertThat(boto3.userAgents()).isNotEmpty().allMatch(agent -> agent.startsWith("Boto3/"));
  }

  @Test
  void javaTellsTheLegacyStory() throws Exception {
    assertLegacyStory(java.lines());
    assertThat(java.userAgents()).isNotEmpty().allMatch(agent -> agent.startsWith("aws-sdk-java/"));
  }

  private static void assertLegacyStory(List<String> lines) {
    assertThat(lines).hasSize(6);
    assertThat(lines.getFirst()).matches("customer: [A-Za-z0-9]{11}");
    assertThat(lines.subList(1, 6))
        .containsExactly(
            "notification: subscribe-success",
            "metered: Success",
            "notification: unsubscribe-pending",
            "notification: unsubscribe-success",
            "bill: 13.40 CNY");
  }

  @Test
  void javascriptTellsTheConcurrentStory() throws Exception {
    List<String> lines = javascript.lines();
    assertThat(lines).hasSize(7);
    assertThat(lines.getFirst())
        .matches("customer: [0-9]{12} with arn:aws:license-manager::[0-9]{12}:license:l-[0-9a-f]+");
    assertThat(lines.subList(1, 7))
        .containsExactly(
            "event: Purchase Agreement Created - Proposer",
            "event: License Updated - Manufacturer",
            "metered: Success",
            "event: Purchase Agreement Ended - Proposer",
            "event: License Deprovisioned - Manufacturer",
            "bill: 13.40 USD");
    assertThat(javascript.userAgents())
        .isNotEmpty()
        .allMatch(agent -> agent.startsWith("aws-sdk-js/3."));
  }

  @Test
  void anSdkInCborIsAnsweredInCbor() throws Exception {
    assertThat(cbor.lines())
        .containsExactly(
            "resolved: true",
            "metered: Success",
            "echoed: true",
            "refused: true Registration token is invalid");
    assertThat(cbor.requests())
        .hasSize(3)
        .allMatch(request -> "rpc-v2-cbor".equals(request.headers().get("smithy-protocol")));
  }
}
