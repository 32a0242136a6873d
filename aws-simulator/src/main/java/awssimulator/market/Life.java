package awssimulator.market;

import awssimulator.market.Agreement.AwsStatus;
import awssimulator.market.Agreement.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an agreement is in its life.
 *
 * @param state what the simulator does with it
 * @param awsStatus what AWS calls it; null while there is no agreement at AWS, because its payment
 *     is open or failed
 * @param holding whether its notifications are held until released
 * @param createdAt when it was made
 * @param startedAt when it began and its seller was, or would have been, told so
 * @param activeAt since when usage counts; in the legacy model when subscribe-success went out
 * @param cancelledAt when its end was told first
 * @param deprovisionAt when License Deprovisioned is still to be told
 * @param windowEndsAt when the hour after the end was told is over
 * @param endedAt when it was over
 */
public record Life(
    State state,
    @Nullable AwsStatus awsStatus,
    boolean holding,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant activeAt,
    @Nullable Instant cancelledAt,
    @Nullable Instant deprovisionAt,
    @Nullable Instant windowEndsAt,
    @Nullable Instant endedAt) {

  /** Made at that moment; AWS has it once it is paid. */
  static Life begun(Instant at, boolean paid, boolean holding) {
    return new Life(
        State.PENDING,
        paid ? AwsStatus.ACTIVE : null,
        holding,
        at,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Whether its payment was made. */
  boolean paid() {
    return awsStatus != null;
  }

  Life withState(State next) {
    return new Life(
        next,
        awsStatus,
        holding,
        createdAt,
        startedAt,
        activeAt,
        cancelledAt,
        deprovisionAt,
        windowEndsAt,
        endedAt);
  }

  Life withAwsStatus(AwsStatus status) {
    return new Life(
        state,
        status,
        holding,
        createdAt,
        startedAt,
        activeAt,
        cancelledAt,
        deprovisionAt,
        windowEndsAt,
        endedAt);
  }

  /** Begun at that moment; usage counts from {@code active} on, or not yet. */
  Life started(Instant at, @Nullable Instant active) {
    return new Life(
        active == null ? State.PENDING : State.ACTIVE,
        awsStatus,
        holding,
        createdAt,
        at,
        active,
        null,
        null,
        null,
        null);
  }

  /** Its notifications went out; usage counts from then on at the latest. */
  Life released(Instant at) {
    return confirmed(at, false);
  }

  /** Its subscribe-success went out, others wait; usage counts from then on at the latest. */
  Life confirmed(Instant at) {
    return confirmed(at, holding);
  }

  private Life confirmed(Instant at, boolean holds) {
    boolean begins = startedAt != null && activeAt == null;
    return new Life(
        begins && state == State.PENDING ? State.ACTIVE : state,
        awsStatus,
        holds,
        createdAt,
        startedAt,
        begins ? at : activeAt,
        cancelledAt,
        deprovisionAt,
        windowEndsAt,
        endedAt);
  }

  /** Its end was told; usage is taken until the window ends. */
  Life ending(AwsStatus status, Instant at, Instant windowEnd, @Nullable Instant deprovisionAt) {
    return new Life(
        State.ENDING,
        status,
        holding,
        createdAt,
        startedAt,
        activeAt,
        at,
        deprovisionAt,
        windowEnd,
        null);
  }

  /** Its licence is taken away and that was told. */
  Life deprovisioned() {
    return new Life(
        state,
        awsStatus,
        holding,
        createdAt,
        startedAt,
        activeAt,
        cancelledAt,
        null,
        windowEndsAt,
        endedAt);
  }

  /** Over. */
  Life ended(@Nullable AwsStatus status, Instant at) {
    return new Life(
        State.ENDED,
        status,
        holding,
        createdAt,
        startedAt,
        activeAt,
        cancelledAt == null ? at : cancelledAt,
        null,
        windowEndsAt,
        at);
  }

  /** Goes on after its end was told. */
  Life returned() {
    return new Life(
        activeAt == null ? State.PENDING : State.ACTIVE,
        AwsStatus.ACTIVE,
        holding,
        createdAt,
        startedAt,
        activeAt,
        null,
        null,
        null,
        null);
  }
}
