package io.countinghouse.marketplace;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.Permutations;
import io.countinghouse.marketplace.NotificationReader.Details;
import io.countinghouse.marketplace.Standing.Dated;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS's events tell whole seconds: those of one second mean the same in every order of arrival. */
class SameSecondTests {

  private static final Instant SECOND = Instant.parse("2026-05-12T02:10:00Z");
  private static final Instant SOON = SECOND.plusSeconds(60);

  private static Dated dated(Fact fact, String agreement, Details details) {
    return new Dated(fact, SECOND, agreement, details);
  }

  private static Dated dated(Fact fact, String agreement) {
    return dated(fact, agreement, Details.NONE);
  }

  private static Details after(String previous) {
    return new Details(null, null, null, "RENEW", previous, null, null, false);
  }

  static Stream<List<Dated>> cancelledAtOnce() {
    return Permutations.of(
        List.of(
            dated(Fact.CREATED, "A1"),
            dated(Fact.LICENSED, "A1"),
            dated(Fact.ENDED, "A1"),
            dated(Fact.DEPROVISIONED, "A1")))
        .stream();
  }

  static Stream<List<Dated>> renewedAtOnce() {
    return Permutations.of(
        List.of(
            dated(Fact.CREATED, "A1"),
            dated(Fact.LICENSED, "A1"),
            dated(Fact.CREATED, "A2", after("A1")),
            dated(Fact.SUCCEEDED, "A1"),
            dated(Fact.LICENSED, "A2"),
            dated(Fact.ENDED, "A1")))
        .stream();
  }

  private static Standing standing(List<Dated> facts) {
    return Standing.of(facts, Duration.ofHours(1), SOON);
  }

  @ParameterizedTest
  @MethodSource("cancelledAtOnce")
  void whatIsCancelledInTheSecondInWhichItBeganEnds(List<Dated> facts) {
    Standing standing = standing(facts);
    assertThat(standing.state()).isEqualTo(AgreementState.ENDING);
    assertThat(standing.periodStartedAt()).isEqualTo(SECOND);
    assertThat(standing.endingSince()).isEqualTo(SECOND);
  }

  @ParameterizedTest
  @MethodSource("renewedAtOnce")
  void whatIsRenewedInThatSecondUnderItsLicenceGoesOn(List<Dated> facts) {
    Standing standing = standing(facts);
    assertThat(standing.state()).isEqualTo(AgreementState.ACTIVE);
    assertThat(standing.awsAgreementId()).isEqualTo("A2");
  }
}
