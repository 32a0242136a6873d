package io.countinghouse.demo;

import awssimulator.AwsSimulator;
import io.countinghouse.database.EmbeddedDatabase;
import io.countinghouse.kernel.SigningSecret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the demo configures the product: by settings alone, as any operator would. */
final class ServerSettings {

  /** Where alarms are mailed to; the demo keeps all mails. */
  private static final String OPERATORS = "operators@example.com";

  private final Options options;
  private final DataFolder folder;
  private final Secrets secrets;
  private final SigningSecret texts;

  /**
   * @param texts what the mail box wants texts to be signed with
   */
  ServerSettings(Options options, DataFolder folder, Secrets secrets, SigningSecret texts) {
    this.options = options;
    this.folder = folder;
    this.secrets = secrets;
    this.texts = texts;
  }

  /**
   * The server's arguments; writes the credentials file that they name a profile of.
   *
   * @param simulator runs already
   * @param database runs already
   */
  String[] arguments(AwsSimulator simulator, EmbeddedDatabase database) {
    writeCredentials(simulator);
    Map<String, String> settings = new LinkedHashMap<>();
    addServer(settings, database);
    addAccess(settings);
    int index = 0;
    for (DemoProduct product : DemoProduct.values()) {
      String prefix = "countinghouse.marketplace.products[" + index + "].";
      productSettings(product, simulator)
          .forEach((key, value) -> settings.put(prefix + key, value));
      index++;
    }
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
    settings.put("countinghouse.marketplace.simulator-bill-url", options.simulatorUrl());
    settings.put("countinghouse.metering.calls-per-second", Demo.CALLS_PER_SECOND);
    // A demo travels days at once: it looks as often as it checks its books.
    settings.put("countinghouse.metering.alarm-every", "1h");
    settings.put("countinghouse.usage.window-look", "1h");
    settings.put("countinghouse.notification.operators", OPERATORS);
    settings.put("spring.datasource.url", database.url());
    settings.put("spring.datasource.username", database.username());
    settings.put("spring.datasource.password", database.password());
    settings.put("spring.mail.host", "127.0.0.1");
    settings.put("spring.mail.port", Integer.toString(options.smtpPort()));
    settings.put(
        "countinghouse.texts.url", "http://127.0.0.1:%d/texts".formatted(options.mailPort()));
    settings.put("countinghouse.texts.secret", texts.shown());
  }

  private void addAccess(Map<String, String> settings) {
    String identity = "countinghouse.identity.";
    settings.put(identity + "secret", secrets.hashKey());
    settings.put(identity + "first-operator.username", Secrets.OPERATOR);
    settings.put(identity + "first-operator.password", secrets.operatorPassword());
    settings.put(identity + "first-operator.totp-secret", secrets.operatorTotpSecret());
    settings.put(identity + "first-api-key", secrets.apiKey());
  }

  private Map<String, String> productSettings(DemoProduct product, AwsSimulator simulator) {
    AwsSimulator.Product known = product.in(simulator);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("id", product.id());
    values.put("code", known.code());
    values.put("title-zh", product.titleZh());
    values.put("title-en", product.titleEn());
    values.put("partition", known.partition());
    values.put("region", known.region());
    values.put("model", product.model());
    values.put("currency", product.currency());
    values.put("dimensions[0]", "fee");
    values.put("unit", "0.01");
    values.put(
        "endpoint", options.awsEndpoint().map(Object::toString).orElse(options.simulatorUrl()));
    values.put("queue-url", known.queueUrl());
    values.put("sqs-endpoint", simulator.sqsAddress());
    values.put("credentials-profile", product.profile());
    values.put("subscribe-url", options.simulatorUrl() + "/products/" + known.code());
    values.put("manage-url", options.simulatorUrl() + "/software");
    return values;
  }

  /** The keys as the AWS SDK's provider chain reads them anywhere: from profiles in a file. */
  private void writeCredentials(AwsSimulator simulator) {
    StringBuilder profiles = new StringBuilder();
    for (DemoProduct product : DemoProduct.values()) {
      AwsSimulator.Product known = product.in(simulator);
      profiles.append(
          """
          [%s]
          aws_access_key_id = %s
          aws_secret_access_key = %s
          """
              .formatted(product.profile(), known.accessKeyId(), known.secretAccessKey()));
    }
    var file = folder.resolve("aws-credentials");
    OwnerFile.write(file, profiles.toString());
    System.setProperty("aws.sharedCredentialsFile", file.toString());
    System.setProperty("aws.configFile", folder.resolve("aws-config").toString());
  }
}
