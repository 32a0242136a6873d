package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputTests {

  @ParameterizedTest
  @ValueSource(strings = {"abc", "0-9", " Li.Wei_2 ", "a234567890123456789012345678901234567890"})
  void usernamesOf3To40Characters(String raw) {
    assertThat(Username.problems(raw)).isEmpty();
    assertThat(new Username(raw).value()).isEqualTo(raw.strip());
  }

  @Test
  void eachProblemOfAUsernameIsNamed() {
    assertThat(Username.problems("ab")).containsExactly(Username.Problem.TOO_SHORT);
    assertThat(Username.problems("a".repeat(41))).containsExactly(Username.Problem.TOO_LONG);
    assertThat(Username.problems("li wei")).containsExactly(Username.Problem.WRONG_CHARACTER);
    assertThat(Username.problems("李伟李伟"))
        .containsExactly(Username.Problem.WRONG_CHARACTER, Username.Problem.WRONG_START);
    assertThat(Username.problems("-abc")).containsExactly(Username.Problem.WRONG_START);
    assertThat(Username.problems("")).containsExactly(Username.Problem.TOO_SHORT);
    assertThatIllegalArgumentException().isThrownBy(() -> new Username("a@b.example"));
  }

  @Test
  void usernamesAreComparedWithoutCase() {
    assertThat(new Username("LiWei")).isEqualTo(new Username("liwei"));
    assertThat(new Username("LiWei")).hasSameHashCodeAs(new Username("liwei"));
    assertThat(new Username("LiWei")).hasToString("LiWei");
  }

  @Test
  void anAddressIsTrimmedAndItsDomainIsLowerCase() {
    assertThat(new EmailAddress("  Li.Wei+aws@QQ.Com ").value()).isEqualTo("Li.Wei+aws@qq.com");
    assertThat(new EmailAddress("Li.Wei@qq.com").masked()).isEqualTo("L***@qq.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a@b",
        "a@@b.example",
        "a b@c.example",
        ".a@b.example",
        "a..b@c.example",
        "a@-b.example",
        "a@b..example",
        "a@b.example\nBcc: x@y.example",
        "\"a\"@b.example",
        "a@[127.0.0.1]"
      })
  void whatIsNoAddressIsRefused(String raw) {
    assertThat(EmailAddress.problem(raw)).contains(EmailAddress.Problem.MALFORMED);
    assertThatIllegalArgumentException().isThrownBy(() -> new EmailAddress(raw));
  }

  @Test
  void anAddressHasAtMost254Characters() {
    String domain = ("d".repeat(60) + ".").repeat(4);
    assertThat(EmailAddress.problem("a".repeat(6) + "@" + domain + "ex")).isEmpty();
    assertThat(EmailAddress.problem("a".repeat(7) + "@" + domain + "exa"))
        .contains(EmailAddress.Problem.TOO_LONG);
    assertThat(EmailAddress.problem("a".repeat(65) + "@b.example"))
        .contains(EmailAddress.Problem.MALFORMED);
    assertThat(EmailAddress.problem("  ")).contains(EmailAddress.Problem.EMPTY);
  }

  @Test
  void aPasswordHas10To200CharactersAndIsNeitherNameNorAddress() {
    assertThat(Password.problems("123456789", "", "")).containsExactly(Password.Problem.TOO_SHORT);
    assertThat(Password.problems("1234567890", "", "")).isEmpty();
    assertThat(Password.problems("p".repeat(200), "", "")).isEmpty();
    assertThat(Password.problems("p".repeat(201), "", ""))
        .containsExactly(Password.Problem.TOO_LONG);
    assertThat(Password.problems("LiWei-Hangzhou", "liwei-hangzhou", ""))
        .containsExactly(Password.Problem.SAME_AS_USERNAME);
    assertThat(Password.problems("li@hz.example", "li", "LI@hz.example"))
        .containsExactly(Password.Problem.SAME_AS_EMAIL);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Password("li@hz.example")
                .checkFor(new Username("li1"), new EmailAddress("li@hz.example")));
  }

  @Test
  void aPasswordIsNeverPrinted() {
    assertThat(Accounts.console(Accounts.CN2, "liwei", "li@hz.example").toString())
        .contains("liwei")
        .doesNotContain(Accounts.PASSWORD);
  }
}
