package io.countinghouse.console;

import io.countinghouse.identity.AccountDetails;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.Registration;
import io.countinghouse.identity.Username;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import org.jspecify.annotations.Nullable;

/** What was typed into the first step of a registration; a field that was not sent is empty. */
record AccountForm(
    String site, String username, String email, String code, String password, String phone) {

  /** Binding gives nothing for what was not sent, whatever the types say. */
  AccountForm {
    site = FieldChecks.text(site);
    username = FieldChecks.text(username);
    email = FieldChecks.text(email);
    code = FieldChecks.digits(code);
    password = FieldChecks.text(password);
    phone = FieldChecks.digits(phone);
  }

  /** As a customer first sees it. */
  static AccountForm empty(String site) {
    return new AccountForm(site, "", "", "", "", "");
  }

  /** As it was stored, for going back to it; the password has to be typed again. */
  static AccountForm of(Registration stored) {
    return new AccountForm(
        stored.site().value(),
        stored.username().value(),
        stored.email().value(),
        "",
        "",
        stored.phone());
  }

  /**
   * What is wrong with it, before anything is looked up.
   *
   * @param shown the address that was shown before, for which no code is needed; empty for none
   */
  FieldProblems problems(@Nullable EmailAddress shown) {
    FieldProblems found = new FieldProblems();
    FieldChecks.site(site, found);
    FieldChecks.username(username, found);
    FieldChecks.email(email, found);
    if (shown == null || !shown.value().equalsIgnoreCase(email.strip())) {
      FieldChecks.code(code, found);
    }
    FieldChecks.password("password", password, username, email, found);
    FieldChecks.phone(phone, found);
    return found;
  }

  /**
   * @throws IllegalArgumentException if the form has problems
   */
  AccountDetails details(Language language) {
    return new AccountDetails(
        new SiteId(site), new Username(username), new EmailAddress(email), phone.strip(), language);
  }

  /** Without what only its owner may know. */
  @Override
  public String toString() {
    return "AccountForm[site=" + site + "]";
  }
}
