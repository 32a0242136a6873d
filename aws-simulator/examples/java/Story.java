import awssimulator.client.Agreement.Subscribed;
import awssimulator.client.Observations.Bill;
import awssimulator.client.SimulatorClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecord;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.json.JsonMapper;

/**
 * A subscription from its first day to its bill, told by the AWS SDK for Java and the simulator's
 * own client. For a product of the legacy model. Start the simulator first: bin/simulator --memory
 */
class Story {
  static final String PRODUCT = "4wq8n2v7k1x9d5m3z6c0b8r2t";
  static final JsonMapper JSON = new JsonMapper();

  static final URI SIMULATOR = endpoint("AWS_ENDPOINT_URL", "http://localhost:8090");
  static final URI SQS = endpoint("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:9324");
  static final String QUEUE = SQS + "/000000000000/aws-mp-guance-cn";
  static final StaticCredentialsProvider SELLER =
      StaticCredentialsProvider.create(
          AwsBasicCredentials.create(
              "AKIASIMULATORCN00001", "simulator-secret-for-guance-cn-worth-nothing"));

  static URI endpoint(String variable, String otherwise) {
    return URI.create(System.getenv().getOrDefault(variable, otherwise));
  }

  public static void main(String[] arguments) {
    SimulatorClient simulator = SimulatorClient.at(SIMULATOR);
    MarketplaceMeteringClient metering =
        MarketplaceMeteringClient.builder()
            .endpointOverride(SIMULATOR)
            .region(Region.CN_NORTHWEST_1)
            .credentialsProvider(SELLER)
            .build();
    SqsClient sqs =
        SqsClient.builder()
            .endpointOverride(SQS)
            .region(Region.CN_NORTHWEST_1)
            .credentialsProvider(SELLER)
            .build();

    // A buyer subscribes and presses "Set up your account": their browser posts a token.
    String account = simulator.accounts().create("Ming Consulting").accountId();
    Subscribed subscribed = simulator.subscriptions().subscribe(account, PRODUCT);

    // The seller redeems it.
    var customer =
        metering.resolveCustomer(r -> r.registrationToken(subscribed.registrationToken()));
    System.out.println("customer: " + customer.customerIdentifier());

    // AWS tells that usage may be metered.
    System.out.println("notification: " + nextAction(sqs));

    // The seller meters an hour: 1340 units at 0.01 CNY.
    Instant now = simulator.clock().read().time();
    UsageRecord usage =
        UsageRecord.builder()
            .timestamp(now.truncatedTo(ChronoUnit.HOURS))
            .customerIdentifier(customer.customerIdentifier())
            .dimension("fee")
            .quantity(1340)
            .build();
    var metered = metering.batchMeterUsage(r -> r.productCode(PRODUCT).usageRecords(usage));
    System.out.println("metered: " + metered.results().getFirst().statusAsString());

    // The buyer cancels; the last usage is due within the hour; then it is over.
    simulator.subscriptions().cancel(subscribed.agreementId());
    System.out.println("notification: " + nextAction(sqs));
    simulator.clock().advance(Duration.ofHours(1));
    System.out.println("notification: " + nextAction(sqs));

    // What the buyer pays.
    YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    Bill bill = simulator.observations().bill(account, month);
    System.out.println("bill: " + bill.products().getFirst().total() + " CNY");
  }

  /** Takes the next notification off the queue and returns its action. */
  static String nextAction(SqsClient sqs) {
    Message message =
        sqs.receiveMessage(r -> r.queueUrl(QUEUE).waitTimeSeconds(10)).messages().getFirst();
    sqs.deleteMessage(r -> r.queueUrl(QUEUE).receiptHandle(message.receiptHandle()));
    String notification = JSON.readTree(message.body()).get("Message").stringValue();
    return JSON.readTree(notification).get("action").stringValue();
  }
}
