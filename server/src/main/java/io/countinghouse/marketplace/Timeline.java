package io.countinghouse.marketplace;

import io.countinghouse.marketplace.Standing.Dated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Facts in the order in which they take effect. A licence granted before its agreement starts, and
 * a renewal agreed before it does, take effect at the start (product fact: a future-dated agreement
 * stays PENDING).
 */
final class Timeline {

  /**
   * A fact and when it takes effect.
   *
   * @param postponed whether that is later than its sender's time
   */
  record Entry(Fact fact, Instant at, @Nullable String awsAgreementId, boolean postponed) {}

  private final List<Entry> entries;
  private final Map<String, Integer> ranks;

  private Timeline(List<Entry> entries, Map<String, Integer> ranks) {
    this.entries = entries;
    this.ranks = ranks;
  }

  /**
   * @param facts by their senders' times, equal times by arrival
   */
  static Timeline of(List<Dated> facts) {
    Map<String, Instant> starts = new HashMap<>();
    for (Dated fact : facts) {
      String id = fact.awsAgreementId();
      if (id != null) {
        Instant start = fact.details().startsAt();
        boolean own = fact.fact() == Fact.CREATED || fact.fact() == Fact.AMENDED;
        if (own && start != null) {
          starts.put(id, start);
        }
      }
    }
    List<Entry> entries = new ArrayList<>();
    for (Dated fact : facts) {
      Entry entry = entry(fact, starts);
      if (!(entry.postponed() && endedMeanwhile(entry, fact.sentAt(), facts))) {
        entries.add(entry);
      }
    }
    entries.sort(Comparator.comparing(Entry::at).thenComparing(it -> Moment.of(it.fact())));
    return new Timeline(List.copyOf(entries), ranks(facts));
  }

  /**
   * Which of two facts of one second comes first, for AWS's events have no finer time: what begins
   * an agreement is before what ends it.
   */
  private enum Moment {
    MADE,
    BEGUN,
    ANY_OTHER;

    static Moment of(Fact fact) {
      return switch (fact) {
        case CREATED, AMENDED -> MADE;
        case LICENSED -> BEGUN;
        case SUBSCRIBED,
            SUBSCRIBE_FAILED,
            UNSUBSCRIBE_PENDING,
            UNSUBSCRIBED,
            ENDED,
            DEPROVISIONED,
            SUCCEEDED,
            NOT_SUBSCRIBED,
            CLOSED,
            FOUND_OVER ->
            ANY_OTHER;
      };
    }
  }

  /**
   * The agreement ids in the order in which AWS spoke of them; of two of the same second one that
   * names the other as its predecessor is the later one.
   */
  private static Map<String, Integer> ranks(List<Dated> facts) {
    Map<String, Instant> first = new LinkedHashMap<>();
    Map<String, String> previous = new HashMap<>();
    for (Dated fact : facts) {
      String id = fact.awsAgreementId();
      if (id != null) {
        first.putIfAbsent(id, fact.sentAt());
        String before = fact.details().previousAwsAgreementId();
        if (fact.fact() == Fact.CREATED && before != null) {
          previous.put(id, before);
        }
      }
    }
    Map<String, Integer> ranks = new HashMap<>();
    first.keySet().forEach(id -> rank(id, first, previous, ranks, new HashSet<>()));
    return ranks;
  }

  private static void rank(
      String id,
      Map<String, Instant> first,
      Map<String, String> previous,
      Map<String, Integer> ranks,
      Set<String> underWay) {
    String before = previous.get(id);
    if (before != null && underWay.add(id) && Objects.equals(first.get(before), first.get(id))) {
      rank(before, first, previous, ranks, underWay);
    }
    ranks.putIfAbsent(id, ranks.size());
  }

  private static Entry entry(Dated fact, Map<String, Instant> starts) {
    String id = fact.awsAgreementId();
    Instant start =
        switch (fact.fact()) {
          case LICENSED -> id == null ? null : starts.get(id);
          case SUCCEEDED -> fact.details().startsAt();
          case SUBSCRIBED,
              SUBSCRIBE_FAILED,
              UNSUBSCRIBE_PENDING,
              UNSUBSCRIBED,
              CREATED,
              AMENDED,
              ENDED,
              DEPROVISIONED,
              NOT_SUBSCRIBED,
              CLOSED,
              FOUND_OVER ->
              null;
        };
    boolean postponed = start != null && start.isAfter(fact.sentAt());
    return new Entry(
        fact.fact(), postponed && start != null ? start : fact.sentAt(), id, postponed);
  }

  /** Cancelled before it started: it never does. */
  private static boolean endedMeanwhile(Entry entry, Instant sentAt, List<Dated> facts) {
    String id = entry.awsAgreementId();
    return entry.fact() == Fact.LICENSED
        && id != null
        && facts.stream()
            .filter(fact -> fact.fact() == Fact.ENDED || fact.fact() == Fact.DEPROVISIONED)
            .filter(fact -> id.equals(fact.awsAgreementId()))
            .anyMatch(
                fact -> !fact.sentAt().isBefore(sentAt) && fact.sentAt().isBefore(entry.at()));
  }

  /** What has taken effect; a sender's clock may be a little ahead of ours. */
  List<Entry> until(Instant now) {
    return entries.stream().filter(entry -> !isFuture(entry, now)).toList();
  }

  /** When the next postponed fact takes effect. */
  Optional<Instant> nextAfter(Instant now) {
    return entries.stream().filter(entry -> isFuture(entry, now)).map(Entry::at).findFirst();
  }

  private static boolean isFuture(Entry entry, Instant now) {
    return entry.postponed() && entry.at().isAfter(now);
  }

  /** Whether AWS spoke of one agreement id before it spoke of another; false if either is empty. */
  boolean isOlder(@Nullable String id, @Nullable String than) {
    return id != null
        && than != null
        && ranks.getOrDefault(id, Integer.MAX_VALUE) < ranks.getOrDefault(than, Integer.MAX_VALUE);
  }
}
