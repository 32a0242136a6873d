package awssimulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import awssimulator.client.SimulatorClient;
import awssimulator.client.SimulatorProblem;
import awssimulator.junit.WithAwsSimulator.Lifetime;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The simulators that tests get: when they start, who shares them, when they stop. */
class AwsSimulatorExtensionIntegrationTests {
  /** Which simulators the classes below were given. */
  private static final List<URI> given = new ArrayList<>();

  @BeforeEach
  void forget() {
    given.clear();
  }

  private static void run(Class<?> type, int tests) {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(type))
        .execute()
        .testEvents()
        .assertStatistics(events -> events.started(tests).succeeded(tests));
  }

  private static void assertStopped(URI address) {
    assertThatThrownBy(() -> SimulatorClient.at(address).clock().read())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("is it running?");
  }

  @WithAwsSimulator(settings = "aws-simulator.start-at=2026-11-30T23:00:00Z")
  static class OneForTheClass {
    @Test
    void first(SimulatorClient client) {
      given.add(client.address());
      assertThat(client.clock().read().time())
          .isBetween("2026-11-30T23:00:00Z", "2026-11-30T23:05:00Z");
    }

    @Nested
    class Inside {
      @Test
      void second(LocalSimulator simulator) {
        given.add(simulator.endpoint());
      }
    }
  }

  @Test
  void aClassAndItsNestedClassesShareOneThatStopsAfterThem() {
    run(OneForTheClass.class, 2);
    assertThat(given).hasSize(2);
    assertThat(given.getFirst()).isEqualTo(given.getLast());
    assertStopped(given.getFirst());
  }

  @WithAwsSimulator(lifetime = Lifetime.TEST)
  static class OneForEachTest {
    @Test
    void first(SimulatorClient client) {
      startsEmpty(client);
    }

    @Test
    void second(SimulatorClient client) {
      startsEmpty(client);
    }

    private static void startsEmpty(SimulatorClient client) {
      given.add(client.address());
      assertThat(client.subscriptions().list()).isEmpty();
      String account = client.accounts().list().getFirst().accountId();
      client.subscriptions().subscribe(account, client.observations().products().getFirst().code());
    }
  }

  @Test
  void eachTestGetsAnEmptyOneIfItAsksForIt() {
    run(OneForEachTest.class, 2);
    assertThat(given).hasSize(2);
    given.forEach(AwsSimulatorExtensionIntegrationTests::assertStopped);
  }

  static class Registered {
    @RegisterExtension
    static final AwsSimulatorExtension AWS =
        new AwsSimulatorExtension().with("aws-simulator.calls-per-second", "77");

    @Test
    void itIsThere() {
      given.add(AWS.simulator().endpoint());
      assertThat(AWS.simulator().client().observations().products()).hasSize(2);
    }
  }

  @Test
  void aRegisteredOneIsReachedByItsField() {
    assertThatThrownBy(Registered.AWS::simulator).isInstanceOf(IllegalStateException.class);
    run(Registered.class, 1);
    assertStopped(given.getFirst());
    assertThatThrownBy(Registered.AWS::simulator).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRestartKeepsTheAddressAndWhatIsInTheFolder(@TempDir Path folder) {
    try (LocalSimulator simulator =
        LocalSimulator.start(Map.of("aws-simulator.data", folder.resolve("data").toString()))) {
      SimulatorClient client = simulator.client();
      String account = client.accounts().create("Stays").accountId();
      simulator.restart();
      assertThat(client.accounts().list()).anyMatch(a -> a.accountId().equals(account));
    }
  }

  @Test
  void aRefusalTellsStatusAndReason() {
    try (LocalSimulator simulator = LocalSimulator.start()) {
      assertThatThrownBy(() -> simulator.client().subscriptions().read("agmt-none"))
          .isInstanceOfSatisfying(
              SimulatorProblem.class,
              problem -> {
                assertThat(problem.status()).isEqualTo(404);
                assertThat(problem.detail()).contains("agmt-none");
              });
    }
  }
}
