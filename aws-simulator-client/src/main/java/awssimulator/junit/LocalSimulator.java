package awssimulator.junit;

import awssimulator.AwsSimulator;
import awssimulator.AwsSimulator.Product;
import awssimulator.client.SimulatorClient;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A simulator in this JVM, on free ports and in memory unless the settings say otherwise. Not
 * thread-safe across {@link #restart}.
 */
public final class LocalSimulator implements AutoCloseable {
  private static final String PORT = "aws-simulator.port";
  private static final String SQS_PORT = "aws-simulator.sqs-port";

  private final Map<String, String> settings;
  private AwsSimulator simulator;

  private LocalSimulator(Map<String, String> settings, AwsSimulator simulator) {
    this.settings = settings;
    this.simulator = simulator;
  }

  /** Starts one with the default settings: {@link #start(Map)} without any. */
  public static LocalSimulator start() {
    return start(Map.of());
  }

  /**
   * Starts one.
   *
   * @param settings keys of {@code aws-simulator.yml}, such as {@code aws-simulator.start-at}. With
   *     {@code aws-simulator.data} the state is kept in that folder, otherwise in memory
   * @throws awssimulator.StartRefused with a sentence if a port or the data folder is taken
   */
  public static LocalSimulator start(Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(PORT, "0");
    all.put(SQS_PORT, "0");
    all.put("aws-simulator.memory", String.valueOf(!settings.containsKey("aws-simulator.data")));
    // Tests are not to run into a quota they did not ask for.
    all.put("aws-simulator.calls-per-second", "10000");
    all.putAll(settings);
    return new LocalSimulator(all, AwsSimulator.start(all));
  }

  /** The AWS endpoint: what to give an SDK as its endpoint URL. */
  public URI endpoint() {
    return URI.create(simulator.address());
  }

  /** The endpoint of SQS. */
  public URI sqsEndpoint() {
    return URI.create(simulator.sqsAddress());
  }

  /** The products with their keys, regions and queue URLs. */
  public List<Product> products() {
    return simulator.products();
  }

  /**
   * The product with that code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Product product(String code) {
    return products().stream()
        .filter(product -> product.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no product " + code));
  }

  /** A client of its control API. */
  public SimulatorClient client() {
    return SimulatorClient.at(endpoint());
  }

  /**
   * Stops it and starts it again at the same addresses. What is kept in a data folder is there
   * again; a simulator in memory is as new.
   */
  public void restart() {
    settings.put(PORT, String.valueOf(simulator.port()));
    settings.put(SQS_PORT, String.valueOf(simulator.sqsPort()));
    simulator.close();
    simulator = AwsSimulator.start(settings);
  }

  /** Stops it. */
  @Override
  public void close() {
    simulator.close();
  }
}
