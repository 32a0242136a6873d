package io.countinghouse.demo;

import awssimulator.AwsSimulator;
import io.countinghouse.database.EmbeddedDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the demo configures the product: by settings alone, as any operator would. */
final class ServerSettings {

  /** Our name for the simulator's product, here and there. */
  static final String PRODUCT = "guance-cn";

  private static final String PROFILE = "countinghouse-demo";

  private final Options options;
  private final DataFolder folder;
  private final Secrets secrets;

  ServerSettings(Options options, DataFolder folder, Secrets secrets) {
    this.options = options;
    this.folder = folder;
    this.secrets = secrets;
  }

  /**
   * The server's arguments; writes the credentials file that they name a profile of.
   *
   * @param simulator runs already
   * @param database runs already
   */
  String[] arguments(AwsSimulator simulator, EmbeddedDatabase database) {
    AwsSimulator.Product product = simulator.products().getFirst();
    writeCredentials(product);
    Map<String, String> settings = new LinkedHashMap<>();
    addServer(settings, database);
    addAccess(settings);
    addProduct(settings, product, simulator.sqsAddress());
    List<String> arguments = new ArrayList<>();
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    return arguments.toArray(String[]::new);
  }

  private void addServer(Map<String, String> settings, EmbeddedDatabase database) {
    settings.put("spring.main.register-shutdown-hook", "false");
    settings.put("spring.main.banner-mode", "off");
    settings.put("spring.jmx.enabled", "false");
    settings.put("server.address", "127.0.0.1");
    settings.put("server.port", Integer.toString(options.serverPort()));
    settings.put("countinghouse.brand.public-base-url", options.serverUrl());
    settings.put("countinghouse.clock.source", "simulator");
    settings.put("countinghouse.clock.simulator-url", options.simulatorUrl());
    settings.put("spring.datasource.url", database.url());
    settings.put("spring.datasource.username", database.username());
    settings.put("spring.datasource.password", database.password());
    settings.put("spring.mail.host", "127.0.0.1");
    settings.put("spring.mail.port", Integer.toString(options.smtpPort()));
  }

  private void addAccess(Map<String, String> settings) {
    String identity = "countinghouse.identity.";
    settings.put(identity + "secret", secrets.hashKey());
    settings.put(identity + "first-operator.username", Secrets.OPERATOR);
    settings.put(identity + "first-operator.password", secrets.operatorPassword());
    settings.put(identity + "first-api-key", secrets.apiKey());
  }

  private void addProduct(
      Map<String, String> settings, AwsSimulator.Product product, String sqsAddress) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("id", PRODUCT);
    values.put("code", product.code());
    values.put("title-zh", "观测云 SaaS");
    values.put("title-en", "Guance SaaS");
    values.put("partition", product.partition());
    values.put("region", product.region());
    values.put("currency", "CNY");
    values.put("dimensions[0]", "fee");
    values.put("unit", "0.01");
    values.put(
        "endpoint", options.awsEndpoint().map(Object::toString).orElse(options.simulatorUrl()));
    values.put("queue-url", product.queueUrl());
    values.put("sqs-endpoint", sqsAddress);
    values.put("credentials-profile", PROFILE);
    values.put("subscribe-url", options.simulatorUrl() + "/products/" + product.code());
    values.put("manage-url", options.simulatorUrl() + "/software");
    values.forEach(
        (key, value) -> settings.put("countinghouse.marketplace.products[0]." + key, value));
  }

  /** The keys as the AWS SDK's provider chain reads them anywhere: from a profile in a file. */
  private void writeCredentials(AwsSimulator.Product product) {
    var file = folder.resolve("aws-credentials");
    OwnerFile.write(
        file,
        """
        [%s]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
            .formatted(PROFILE, product.accessKeyId(), product.secretAccessKey()));
    System.setProperty("aws.sharedCredentialsFile", file.toString());
    System.setProperty("aws.configFile", folder.resolve("aws-config").toString());
  }
}
