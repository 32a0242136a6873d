package io.countinghouse.simulation;

import io.countinghouse.marketplace.MarketplaceApi;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.UsageRecord;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/**
 * The points at which the server can die: around every commit, and around every call to AWS. The
 * product knows nothing of them: the transaction manager and the client of AWS are wrapped.
 *
 * <p>What dies is the work of the outbox, whatever transaction of it is meant: the record of an
 * hour is committed and not sent, the answer has come and is not stored, a message is stored and
 * not applied, half the pages of an hour are closed, the readings are taken and no record is made.
 * Or what somebody outside asked for dies, who then asks again: a landing, the last step of a
 * registration, usage that is sent in.
 */
final class CrashPoints implements BeanPostProcessor {

  /** Where, seen from the thing that is done. */
  enum Point {
    /** It is rolled back, as when the connection breaks. */
    BEFORE_COMMIT,
    /** It is there, and nothing after it. */
    AFTER_COMMIT,
    /** The call has not left. */
    BEFORE_CALL,
    /** AWS has answered, and nobody knows. */
    AFTER_CALL
  }

  /**
   * A thread of the usage intake that reads on its own time: its transactions are nobody's work.
   */
  private static final String BY_ITSELF = "sealed-keys";

  /** What kind of work is under way; empty between two pieces of work. */
  private volatile String work = "";

  private @Nullable Point armed;
  private String armedWork = "";
  private int countdown;
  private int crashes;

  /** Where the server died; null once another has taken over. Nothing dead begins or commits. */
  private volatile @Nullable String death;

  /**
   * Has the server die once.
   *
   * @param point where
   * @param kind in work of which kind; empty for any
   * @param passes how often the point is passed first
   */
  void arm(Point point, String kind, int passes) {
    armed = point;
    armedWork = kind;
    countdown = passes;
  }

  /** Nothing is to die any more. */
  void disarm() {
    armed = null;
  }

  /** Another process takes over. */
  void takenOver() {
    death = null;
  }

  /** How often the server died. */
  int crashes() {
    return crashes;
  }

  /** Work of a kind begins, or ends with the empty text. */
  void working(String kind) {
    work = kind;
  }

  private void pass(Point point) {
    boolean here =
        point == armed
            && !work.isEmpty()
            && (armedWork.isEmpty() || armedWork.equals(work))
            && !Thread.currentThread().getName().equals(BY_ITSELF);
    if (here && countdown-- == 0) {
      armed = null;
      crashes++;
      String where = point.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " in " + work;
      death = where;
      throw new SimulatedCrash(where);
    }
  }

  /** Whatever catches the end of its work, as an error of a handler, does nothing after it. */
  private void refuseDead() {
    String where = death;
    if (where != null && !Thread.currentThread().getName().equals(BY_ITSELF)) {
      throw new SimulatedCrash(where);
    }
  }

  private @Nullable SimulatedCrash deathAt(Point point) {
    try {
      refuseDead();
      pass(point);
      return null;
    } catch (SimulatedCrash crash) {
      return crash;
    }
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return switch (bean) {
      case PlatformTransactionManager transactions -> new Transactions(transactions);
      case MarketplaceApi api -> new Calls(api);
      default -> bean;
    };
  }

  private final class Transactions implements PlatformTransactionManager {

    private final PlatformTransactionManager real;

    Transactions(PlatformTransactionManager real) {
      this.real = real;
    }

    @Override
    public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
      refuseDead();
      return real.getTransaction(definition);
    }

    @Override
    public void commit(TransactionStatus status) {
      boolean whole = status.isNewTransaction() && !status.isRollbackOnly();
      SimulatedCrash crash = whole ? deathAt(Point.BEFORE_COMMIT) : null;
      if (crash != null) {
        real.rollback(status);
        throw crash;
      }
      real.commit(status);
      if (whole) {
        pass(Point.AFTER_COMMIT);
      }
    }

    @Override
    public void rollback(TransactionStatus status) {
      real.rollback(status);
    }
  }

  private final class Calls implements MarketplaceApi {

    private final MarketplaceApi real;

    Calls(MarketplaceApi real) {
      this.real = real;
    }

    @Override
    public Resolution resolve(Product product, String registrationToken) {
      refuseDead();
      pass(Point.BEFORE_CALL);
      Resolution resolution = real.resolve(product, registrationToken);
      pass(Point.AFTER_CALL);
      return resolution;
    }

    @Override
    public String encode(UsageRecord record) {
      return real.encode(record);
    }

    @Override
    public String withoutAllocations(String encoded) {
      return real.withoutAllocations(encoded);
    }

    @Override
    public String callOf(Product product, List<String> encoded) {
      return real.callOf(product, encoded);
    }

    @Override
    public CallAnswer meter(Product product, String call) {
      refuseDead();
      pass(Point.BEFORE_CALL);
      CallAnswer answer = real.meter(product, call);
      pass(Point.AFTER_CALL);
      return answer;
    }
  }
}
