package awssimulator;

import awssimulator.queue.QueueServer;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import awssimulator.store.DataFolderInUse;
import awssimulator.store.DataFolderOfAnotherVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A running simulator: its addresses, its products, and {@link #close}. Several may run in one JVM,
 * on different ports and data folders.
 */
public final class AwsSimulator implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  /**
   * What a seller needs to talk to a product.
   *
   * @param queueUrl the SQS queue of its notifications
   * @param accessKeyId the simulator's key for its seller; worth nothing at AWS
   */
  public record Product(
      String code,
      String title,
      String partition,
      String region,
      String queueUrl,
      String accessKeyId,
      String secretAccessKey) {}

  private AwsSimulator(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Starts the simulator and prints its addresses; options as {@code --help} tells. */
  public static void main(String[] arguments) {
    try {
      CommandLine commandLine = CommandLine.parse(arguments);
      if (commandLine.help()) {
        Console.print(CommandLine.USAGE);
        return;
      }
      AwsSimulator simulator = run(commandLine.settings(), true);
      Console.print(simulator.summary());
    } catch (StartRefused e) {
      Console.error(String.valueOf(e.getMessage()));
      System.exit(1);
    }
  }

  /**
   * Starts a simulator inside another program, whose logging it leaves alone.
   *
   * @param settings keys of {@code aws-simulator.yml}, such as {@code aws-simulator.port}, with
   *     values that win over it; a port of 0 takes a free one
   * @throws StartRefused with a sentence for the user if a port or the data folder is taken, or the
   *     folder holds the state of another version
   */
  public static AwsSimulator start(Map<String, String> settings) {
    return run(settings, false);
  }

  private static AwsSimulator run(Map<String, String> settings, boolean alone) {
    SpringApplication application = new SpringApplication(SimulatorApplication.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setRegisterShutdownHook(alone);
    application.setLogStartupInfo(false);
    if (!alone) {
      List<ApplicationListener<?>> listeners = new ArrayList<>(application.getListeners());
      listeners.removeIf(LoggingApplicationListener.class::isInstance);
      application.setListeners(listeners);
    }
    List<String> arguments = new ArrayList<>();
    arguments.add("--spring.config.name=aws-simulator");
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    // Without these a server in the same JVM could lend us its own port by the environment.
    arguments.add("--server.port=${aws-simulator.port}");
    arguments.add("--server.address=${aws-simulator.address:127.0.0.1}");
    checkPort(settings, "aws-simulator.port", "8090");
    checkPort(settings, "aws-simulator.sqs-port", "9324");
    try {
      return new AwsSimulator(application.run(arguments.toArray(String[]::new)));
    } catch (RuntimeException e) {
      throw refusal(e);
    }
  }

  private static void checkPort(Map<String, String> settings, String key, String standard) {
    String port = settings.getOrDefault(key, standard);
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw new StartRefused(key + " must be 0 to 65535, not " + port + ".");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
    } catch (IOException _) {
      throw new StartRefused(
          "Port " + port + " is taken: stop what uses it or choose another by " + key + ".");
    }
  }

  private static RuntimeException refusal(RuntimeException failure) {
    Throwable cause = failure;
    while (cause != null) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof DataFolderInUse
          || cause instanceof DataFolderOfAnotherVersion
          || message.startsWith("aws-simulator settings: ")) {
        return new StartRefused(message, failure);
      }
      cause = cause.getCause();
    }
    return failure;
  }

  /** The port of pages, control API and AWS endpoint. */
  public int port() {
    var server = ((WebServerApplicationContext) context).getWebServer();
    if (server == null) {
      throw new IllegalStateException("The simulator is not running");
    }
    return server.getPort();
  }

  /** The port of SQS. */
  public int sqsPort() {
    return context.getBean(QueueServer.class).port();
  }

  /** Where pages, control API ({@code /control}) and the AWS endpoint are. */
  public String address() {
    return "http://localhost:" + port();
  }

  /** The endpoint to give an SQS client. */
  public String sqsAddress() {
    return context.getBean(QueueServer.class).endpoint();
  }

  /** The products with their keys and queues. */
  public List<Product> products() {
    QueueServer queues = context.getBean(QueueServer.class);
    List<Product> products = new ArrayList<>();
    for (ProductSettings product : context.getBean(SimulatorSettings.class).allProducts()) {
      products.add(
          new Product(
              product.code(),
              product.titleEn(),
              product.partition(),
              product.region(),
              queues.queueUrl(product.queue()),
              product.accessKeyId(),
              product.secretAccessKey()));
    }
    return products;
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  private String summary() {
    StringBuilder text = new StringBuilder();
    text.append("AWS Marketplace simulator\n");
    text.append("  pages, AWS endpoint  ").append(address()).append('\n');
    text.append("  control API          ").append(address()).append("/control/openapi.json\n");
    text.append("  SQS                  ").append(sqsAddress()).append('\n');
    for (Product product : products()) {
      text.append("  ").append(product.title()).append(" (").append(product.region()).append(")\n");
      text.append("    product code       ").append(product.code()).append('\n');
      text.append("    queue              ").append(product.queueUrl()).append('\n');
      text.append("    access key         ").append(product.accessKeyId()).append('\n');
      text.append("    secret key         ").append(product.secretAccessKey()).append('\n');
    }
    return text.toString();
  }

  /** Stops it; what was committed is kept. */
  @Override
  public void close() {
    context.close();
  }
}
