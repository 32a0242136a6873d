package io.countinghouse.marketplace;

import io.countinghouse.kernel.Hour;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * AWS Marketplace without a wire: tokens resolve to customers as told, records are taken once per
 * key, and answers can be scripted.
 */
public final class FakeMarketplace implements MarketplaceApi {

  private final Map<String, Resolution> tokens = new HashMap<>();
  private final Map<String, UsageRecord> encoded = new HashMap<>();
  private final Map<String, UsageRecord> taken = new HashMap<>();
  private final Deque<Function<List<UsageRecord>, CallAnswer>> script = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();

  public synchronized void resolving(String token, Resolution resolution) {
    tokens.put(token, resolution);
  }

  /** Answers the next call like this instead. */
  public synchronized void answering(Function<List<UsageRecord>, CallAnswer> answer) {
    script.add(answer);
  }

  /** What has been taken, in no order. */
  public synchronized List<UsageRecord> taken() {
    return List.copyOf(taken.values());
  }

  /** The bodies of all calls. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  public synchronized void reset() {
    tokens.clear();
    taken.clear();
    script.clear();
    calls.clear();
  }

  @Override
  public synchronized Resolution resolve(Product product, String registrationToken) {
    return tokens.getOrDefault(registrationToken, new Resolution.Invalid());
  }

  @Override
  public synchronized String encode(UsageRecord record) {
    String text = record.toString();
    encoded.put(text, record);
    return text;
  }

  @Override
  public synchronized String withoutAllocations(String text) {
    return encode(Objects.requireNonNull(encoded.get(text)).withoutAllocations());
  }

  @Override
  public String callOf(Product product, List<String> texts) {
    return String.join("\n", texts);
  }

  @Override
  public synchronized CallAnswer meter(Product product, String call) {
    calls.add(call);
    List<UsageRecord> records = call.lines().map(encoded::get).toList();
    Function<List<UsageRecord>, CallAnswer> scripted = script.poll();
    return scripted == null ? take(records) : scripted.apply(records);
  }

  /**
   * Takes records as AWS does: the first of a key counts, an equal one again is a success without a
   * charge.
   */
  public synchronized CallAnswer take(List<UsageRecord> records) {
    List<RecordAnswer> answers = new ArrayList<>();
    for (UsageRecord record : records) {
      String key = record.customer() + record.dimension() + Hour.containing(record.stamp());
      UsageRecord first = taken.putIfAbsent(key, record);
      answers.add(
          first == null || first.quantity() == record.quantity()
              ? new RecordAnswer.Accepted("receipt-" + key)
              : new RecordAnswer.Duplicate("receipt-" + key));
    }
    return new CallAnswer.Answered("{}", answers);
  }
}
