package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "13800138000",
        "138 0013 8000",
        " 138-0013-8000 ",
        "+86 138 0013 8000",
        "+86 (138) 0013.8000",
        "0086 138 0013 8000"
      })
  void withoutACountryCodeItIsChinese(String typed) {
    assertThat(PhoneNumber.read(typed)).contains(new PhoneNumber("+8613800138000"));
  }

  @Test
  void withACountryCodeItIsOfThatCountry() {
    assertThat(PhoneNumber.read("+1 (202) 555-0123").orElseThrow().value())
        .isEqualTo("+12025550123");
    assertThat(PhoneNumber.read("0044 7400 123456").orElseThrow().value())
        .isEqualTo("+447400123456");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "+",
        "12345",
        "+1 555 0100",
        "+86 138 0013 800",
        "+86 138 0013 80000",
        // As they are written at home, without their countries' codes.
        "1-310-555-1234",
        "1 (310) 555-1234",
        "1 917 555 1234",
        "0151 23456789",
        "1380013800O",
        "+1 800 FLOWERS",
        "+999 12345678",
        // A landline, a call that costs its caller more, one that costs nobody, and an extension.
        "+86 10 6552 9988",
        "+44 909 879 0000",
        "+1 800 234 5678",
        "+86 138 0013 8000#5"
      })
  void whatGetsNoTextsIsNone(String typed) {
    assertThat(PhoneNumber.read(typed)).isEmpty();
  }

  @Test
  void itIsWrittenInOneWayOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PhoneNumber("+86 13800138000"))
        .withMessageNotContaining("138");
    assertThatIllegalArgumentException().isThrownBy(() -> new PhoneNumber("13800138000"));
  }

  @Test
  void onlyItsCountryAndItsEndAreShown() {
    PhoneNumber phone = new PhoneNumber("+8613800138000");
    assertThat(phone.masked()).isEqualTo("+86 •••••8000");
    assertThat(phone).hasToString("+86 •••••8000");
    assertThat(new PhoneNumber("+12025550123").masked()).isEqualTo("+1 •••••0123");
  }

  @Test
  void anAddressOfACodeIsReadAsWhatItIs() {
    assertThat(CodeAddress.ofValue("+8613800138000")).isInstanceOf(PhoneNumber.class);
    assertThat(CodeAddress.ofValue("+86@hz.example")).isInstanceOf(EmailAddress.class);
  }
}
