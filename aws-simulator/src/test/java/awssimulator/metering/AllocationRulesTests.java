package awssimulator.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import awssimulator.metering.Allocation.Tag;
import awssimulator.metering.MeteringRefusal.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of usage allocations. */
class AllocationRulesTests {
  private static UsageRecord usage(long quantity, List<Allocation> allocations) {
    return new UsageRecord(Instant.EPOCH, "c", null, null, "fee", quantity, allocations);
  }

  private static Allocation share(long quantity, String... keysAndValues) {
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      tags.add(new Tag(keysAndValues[i], keysAndValues[i + 1]));
    }
    return new Allocation(quantity, tags);
  }

  private static Reason refusal(long quantity, List<Allocation> allocations) {
    return catchThrowableOfType(
            MeteringRefusal.class, () -> AllocationRules.check(usage(quantity, allocations)))
        .reason();
  }

  @Test
  void sharesThatAddUpAreTaken() {
    assertThatNoException()
        .isThrownBy(() ->
            AllocationRules.check(
                usage(
                    100,
                    List.of(
                        share(60, "workspace", "a", "team", "x"),
                        share(30, "workspace", "b", "team", "x"),
                        share(10)))));
  }

  @Test
  void aWrongSumIsRefused() {
    assertThat(refusal(5, List.of(share(4)))).isEqualTo(Reason.INVALID_USAGE_ALLOCATIONS);
  }

  @Test
  void noAllocationAtAllIsRefused() {
    assertThat(refusal(0, List.of())).isEqualTo(Reason.INVALID_USAGE_ALLOCATIONS);
  }

  @Test
  void moreThan2500AllocationsAreRefused() {
    List<Allocation> many = new ArrayList<>();
    for (int i = 0; i < 2501; i++) {
      many.add(share(1, "k", "v" + i));
    }
    assertThat(refusal(2501, many)).isEqualTo(Reason.INVALID_USAGE_ALLOCATIONS);
    many.removeLast();
    assertThatNoException().isThrownBy(() -> AllocationRules.check(usage(2500, many)));
  }

  @Test
  void twoUntaggedSharesAreRefused() {
    assertThat(refusal(2, List.of(share(1), share(1)))).isEqualTo(Reason.INVALID_USAGE_ALLOCATIONS);
  }

  @Test
  void equalTagSetsAreRefusedInAnyOrder() {
    assertThat(refusal(2, List.of(share(1, "a", "1", "b", "2"), share(1, "b", "2", "a", "1"))))
        .isEqualTo(Reason.INVALID_USAGE_ALLOCATIONS);
  }

  @Test
  void sixTagsOnOneShareAreRefused() {
    assertThat(
            refusal(
                1, List.of(share(1, "a", "1", "b", "1", "c", "1", "d", "1", "e", "1", "f", "1"))))
        .isEqualTo(Reason.TOO_MANY_TAGS);
  }

  @Test
  void sixDifferentKeysOverAllSharesAreRefused() {
    assertThat(
            refusal(
                2,
                List.of(
                    share(1, "a", "1", "b", "1", "c", "1"),
                    share(1, "d", "1", "e", "1", "f", "1"))))
        .isEqualTo(Reason.TOO_MANY_TAGS);
  }

  @Test
  void aMalformedTagIsRefused() {
    assertThat(refusal(1, List.of(share(1, "键", "v")))).isEqualTo(Reason.INVALID_TAG);
    assertThat(refusal(1, List.of(share(1, "k", "")))).isEqualTo(Reason.INVALID_TAG);
    assertThat(refusal(1, List.of(share(1, "k".repeat(101), "v")))).isEqualTo(Reason.INVALID_TAG);
    assertThat(refusal(1, List.of(share(1, "k", "v".repeat(257))))).isEqualTo(Reason.INVALID_TAG);
  }
}
