package io.countinghouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTests {

  @Test
  void newIdsAreOfTheirKindAndDiffer() {
    WorkspaceId one = WorkspaceId.next();
    assertThat(one.value()).matches("wksp_[0-9a-f]{32}");
    assertThat(WorkspaceId.next()).isNotEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wksp_0", "wksp_az09", "wksp_0123456789012345678901234567890123456789"})
  void idsMadeByHandAreTaken(String id) {
    assertThat(new WorkspaceId(id).value()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wksp",
        "wksp_",
        "wksp0",
        "agmt_0",
        "wksp-0",
        "wksp_A",
        "wksp_0 ",
        "wksp_0\n",
        "wksp__",
        "wksp_ä",
        "wksp_٣",
        " wksp_0",
        "wksp_01234567890123456789012345678901234567890"
      })
  void whatIsNoIdIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new WorkspaceId(text));
  }
}
