package io.countinghouse.locking;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The plainest account there is of a workspace's lock and of the mails to its owner. */
final class LockModel {

  /** Words that tell the subjects of the mails apart. */
  static final List<String> MAILS = List.of("已锁定", "将于", "现保留至", "数据已清除", "已解锁", "已重新开启", "已解散");

  enum Payer {
    AWS,
    BILLING_CENTER
  }

  private boolean active = true;
  private String state = "OPEN";
  private @Nullable Payer payer = Payer.AWS;
  private Payer last = Payer.AWS;
  private Instant end = Instant.MAX;
  private Instant reminded = Instant.MIN;
  private final List<String> mails = new ArrayList<>();

  List<String> seen() {
    return Stream.concat(Stream.of(state), mails.stream()).toList();
  }

  void cancel(Instant now) {
    if (active) {
      active = false;
      lose(Payer.AWS, now);
    }
  }

  void subscribe() {
    active = true;
  }

  void overdue(Instant now) {
    lose(Payer.BILLING_CENTER, now);
  }

  void arrearsPaid(Instant now) {
    if (payer == null && last == Payer.BILLING_CENTER) {
      pays(Payer.BILLING_CENTER, now);
    }
  }

  /**
   * @return whether the change can be made
   */
  boolean pays(Payer wanted, Instant now) {
    if (state.equals("DISSOLVED") || wanted == payer || (wanted == Payer.AWS && !active)) {
      return false;
    }
    clearIfOver(now);
    payer = wanted;
    last = wanted;
    if (!state.equals("OPEN")) {
      mails.add(state.equals("LOCKED") ? "已解锁" : "已重新开启");
      state = "OPEN";
    }
    return true;
  }

  private void lose(Payer lost, Instant now) {
    if (payer == lost) {
      payer = null;
      state = "LOCKED";
      end = now.plus(Duration.ofDays(14));
      reminded = now;
      mails.add("已锁定");
    }
  }

  boolean dissolve(Instant now) {
    if (!isInBuffer(now)) {
      return false;
    }
    state = "DISSOLVED";
    mails.add("已解散");
    return true;
  }

  boolean extend(Duration by, Instant now) {
    if (!isInBuffer(now)) {
      return false;
    }
    end = end.plus(by);
    mails.add("现保留至");
    return true;
  }

  boolean endBuffer(Instant now) {
    if (!isInBuffer(now)) {
      return false;
    }
    end = now;
    return true;
  }

  private boolean isInBuffer(Instant now) {
    return state.equals("LOCKED") && now.isBefore(end);
  }

  private boolean clearIfOver(Instant now) {
    boolean over = state.equals("LOCKED") && !now.isBefore(end);
    if (over) {
      state = "CLEARED";
      mails.add("数据已清除");
    }
    return over;
  }

  /** What is due by now is done. */
  void pass(Instant now) {
    if (!state.equals("LOCKED")) {
      return;
    }
    if (clearIfOver(now)) {
      return;
    }
    boolean due =
        Stream.of(7, 3, 1)
            .map(days -> end.minus(Duration.ofDays(days)))
            .anyMatch(at -> at.isAfter(reminded) && !at.isAfter(now));
    if (due) {
      reminded = now;
      mails.add("将于");
    }
  }
}
