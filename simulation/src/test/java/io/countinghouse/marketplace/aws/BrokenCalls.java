package io.countinghouse.marketplace.aws;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.MarketplaceApi.RecordAnswer;
import io.countinghouse.marketplace.Product;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/** Clients of AWS that break a rule each. */
public final class BrokenCalls {

  private BrokenCalls() {}

  private static CallAnswer changed(CallAnswer answer, UnaryOperator<RecordAnswer> change) {
    return answer instanceof CallAnswer.Answered(String body, List<RecordAnswer> records)
        ? new CallAnswer.Answered(body, records.stream().map(change).toList())
        : answer;
  }

  /** Stamps records with the time of sending. */
  public static class StampingTheSendingTime extends AwsMarketplace {
    private final BusinessClock clock;

    StampingTheSendingTime(AwsJsonClient client, JsonMapper json, BusinessClock clock) {
      super(client, json);
      this.clock = clock;
    }

    @Override
    public CallAnswer meter(Product product, String call) {
      String stamp = "\"Timestamp\":" + clock.now().getEpochSecond();
      return super.meter(product, call.replaceAll("\"Timestamp\":[0-9]+", stamp));
    }
  }

  /** Takes DuplicateRecord for a success. */
  public static class TakingDuplicatesForSuccess extends AwsMarketplace {

    TakingDuplicatesForSuccess(AwsJsonClient client, JsonMapper json) {
      super(client, json);
    }

    @Override
    public CallAnswer meter(Product product, String call) {
      return changed(
          super.meter(product, call),
          answer ->
              answer instanceof RecordAnswer.Duplicate
                  ? new RecordAnswer.Accepted("duplicate")
                  : answer);
    }
  }

  /** Drops what comes back unprocessed. */
  public static class DroppingTheUnprocessed extends AwsMarketplace {

    DroppingTheUnprocessed(AwsJsonClient client, JsonMapper json) {
      super(client, json);
    }

    @Override
    public CallAnswer meter(Product product, String call) {
      return changed(
          super.meter(product, call),
          answer ->
              answer instanceof RecordAnswer.Unprocessed
                  ? new RecordAnswer.Accepted("dropped")
                  : answer);
    }
  }
}
