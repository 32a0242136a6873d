package io.countinghouse.marketplace;

import static io.countinghouse.marketplace.AgreementState.ACTIVE;
import static io.countinghouse.marketplace.AgreementState.ENDED;
import static io.countinghouse.marketplace.AgreementState.ENDING;
import static io.countinghouse.marketplace.AgreementState.FAILED;
import static io.countinghouse.marketplace.AgreementState.PENDING;
import static io.countinghouse.marketplace.AgreementState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.marketplace.NotificationReader.Details;
import io.countinghouse.marketplace.Standing.Dated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AgreementLifeTests {

  private static final Instant TEN = Instant.parse("2026-05-12T10:00:00Z");
  private static final Set<Fact> NO_NEWS =
      Set.of(Fact.NOT_SUBSCRIBED, Fact.CREATED, Fact.AMENDED, Fact.CLOSED, Fact.FOUND_OVER);
  private static final Duration WINDOW = Duration.ofMinutes(60);

  @Test
  void everyPathIsMadeOfMovesThatTheTableHasAndNeverSkipsTheFlush() {
    for (AgreementState from : AgreementState.values()) {
      for (AgreementState to : AgreementState.values()) {
        List<AgreementState> path = AgreementLife.path(from, to);
        AgreementState at = from;
        for (AgreementState next : path) {
          assertThat(at.mayMoveTo(next)).as("%s to %s on %s", at, next, path).isTrue();
          at = next;
        }
        if (to == ENDED && from != ENDED) {
          assertThat(from == ENDING || from == SUCCEEDED || path.contains(ENDING))
              .as("%s to ENDED", from)
              .isTrue();
        }
      }
    }
  }

  @Test
  void aCancellationEndsAfterItsWindow() {
    List<Dated> facts = List.of(fact(Fact.SUBSCRIBED, 0), fact(Fact.UNSUBSCRIBE_PENDING, 20));
    assertThat(state(facts, 79)).isEqualTo(ENDING);
    assertThat(state(facts, 80)).isEqualTo(ENDED);
  }

  @Test
  void aReturnWithinTheWindowGoesOnWithThePeriod() {
    List<Dated> facts =
        List.of(
            fact(Fact.SUBSCRIBED, 0),
            fact(Fact.UNSUBSCRIBE_PENDING, 20),
            fact(Fact.SUBSCRIBED, 30));
    Standing standing = Standing.of(facts, WINDOW, TEN.plus(Duration.ofHours(5)));
    assertThat(standing.state()).isEqualTo(ACTIVE);
    assertThat(standing.periodStartedAt()).isEqualTo(TEN);
  }

  @Test
  void aReturnAfterTheWindowIsANewPeriod() {
    List<Dated> facts =
        List.of(
            fact(Fact.SUBSCRIBED, 0),
            fact(Fact.UNSUBSCRIBE_PENDING, 20),
            fact(Fact.SUBSCRIBED, 90));
    Standing standing = Standing.of(facts, WINDOW, TEN.plus(Duration.ofHours(5)));
    assertThat(standing.state()).isEqualTo(ACTIVE);
    assertThat(standing.periodStartedAt()).isEqualTo(TEN.plus(Duration.ofMinutes(90)));
  }

  @Test
  void aFailureIsOnlyOneBeforeTheSubscriptionWasActive() {
    assertThat(state(List.of(fact(Fact.SUBSCRIBE_FAILED, 0)), 500)).isEqualTo(FAILED);
    assertThat(state(List.of(fact(Fact.SUBSCRIBED, 0), fact(Fact.SUBSCRIBE_FAILED, 1)), 500))
        .isEqualTo(ACTIVE);
    assertThat(state(List.of(fact(Fact.SUBSCRIBE_FAILED, 0), fact(Fact.SUBSCRIBED, 1)), 500))
        .isEqualTo(ACTIVE);
    assertThat(state(List.of(fact(Fact.SUBSCRIBE_FAILED, 0), fact(Fact.UNSUBSCRIBED, 1)), 500))
        .isEqualTo(FAILED);
  }

  @Test
  void aRefusedRecordEndsOnlyWhatIsEnding() {
    assertThat(state(List.of(fact(Fact.SUBSCRIBED, 0), fact(Fact.NOT_SUBSCRIBED, 1)), 5))
        .isEqualTo(ACTIVE);
    assertThat(
            state(
                List.of(
                    fact(Fact.SUBSCRIBED, 0),
                    fact(Fact.UNSUBSCRIBE_PENDING, 1),
                    fact(Fact.NOT_SUBSCRIBED, 2)),
                5))
        .isEqualTo(ENDED);
  }

  @Test
  void whatAnOperatorFindsOverEndsOnlyWhatIsActive() {
    assertThat(state(List.of(fact(Fact.SUBSCRIBED, 0), fact(Fact.FOUND_OVER, 1)), 5))
        .isEqualTo(ENDED);
    assertThat(state(List.of(fact(Fact.FOUND_OVER, 1)), 5)).isEqualTo(PENDING);
    assertThat(
            state(
                List.of(
                    fact(Fact.SUBSCRIBED, 0), fact(Fact.FOUND_OVER, 1), fact(Fact.SUBSCRIBED, 2)),
                5))
        .isEqualTo(ACTIVE);
  }

  @Property
  void statesHaveTheTimesThatTheirRowsNeed(@ForAll("histories") List<Dated> facts) {
    Standing standing = Standing.of(facts, WINDOW, TEN.plus(Duration.ofMinutes(200)));
    switch (standing.state()) {
      case PENDING -> assertThat(facts).allMatch(fact -> NO_NEWS.contains(fact.fact()));
      case FAILED -> assertThat(facts).noneMatch(fact -> fact.fact() == Fact.SUBSCRIBED);
      case ACTIVE -> assertThat(standing.periodStartedAt()).isNotNull();
      case ENDING -> assertThat(standing.endingSince()).isNotNull();
      case SUCCEEDED -> assertThat(standing.nextChange()).isNull();
      case ENDED -> {
        assertThat(standing.endedAt()).isNotNull();
        assertThat(standing.endingSince()).isNotNull();
      }
    }
  }

  @Property
  void everyStandingCanBeReachedFromEveryEarlierOne(@ForAll("histories") List<Dated> facts) {
    AgreementState at = PENDING;
    Instant now = TEN.plus(Duration.ofMinutes(200));
    for (int arrived = 1; arrived <= facts.size(); arrived++) {
      AgreementState next = Standing.of(facts.subList(0, arrived), WINDOW, now).state();
      List<AgreementState> path = AgreementLife.path(at, next);
      assertThat(path.isEmpty() ? at : path.getLast()).isEqualTo(next);
      at = next;
    }
  }

  @Provide
  Arbitrary<List<Dated>> histories() {
    return Arbitraries.of(Fact.values())
        .list()
        .ofMaxSize(8)
        .flatMap(kinds ->
            Arbitraries.integers()
                .between(0, 180)
                .list()
                .ofSize(kinds.size())
                .map(minutes -> zipped(kinds, minutes.stream().sorted().toList())));
  }

  private static List<Dated> zipped(List<Fact> kinds, List<Integer> minutes) {
    List<Dated> facts = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      facts.add(fact(kinds.get(i), minutes.get(i)));
    }
    return facts;
  }

  private static Dated fact(Fact fact, int minute) {
    return new Dated(fact, TEN.plus(Duration.ofMinutes(minute)), null, Details.NONE);
  }

  private static AgreementState state(List<Dated> facts, int minute) {
    return Standing.of(facts, WINDOW, TEN.plus(Duration.ofMinutes(minute))).state();
  }
}
