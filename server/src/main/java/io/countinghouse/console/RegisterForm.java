package io.countinghouse.console;

import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Username;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.settlement.Registration;
import io.countinghouse.workspace.WorkspaceName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was typed into the form of a new customer; a field that was not sent is empty. */
record RegisterForm(
    String site,
    String username,
    String email,
    String code,
    String password,
    String phone,
    String company,
    String agreed,
    String workspaceName,
    String workspaceLanguage) {

  /** Binding gives nothing for what was not sent, whatever the types say. */
  RegisterForm {
    site = text(site);
    username = text(username);
    email = text(email);
    code = text(code);
    password = text(password);
    phone = text(phone);
    company = text(company);
    agreed = text(agreed);
    workspaceName = text(workspaceName);
    workspaceLanguage = text(workspaceLanguage);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** The form as a customer first sees it. */
  static RegisterForm empty(String site, Language language) {
    return new RegisterForm(site, "", "", "", "", "", "", "", "", language.code());
  }

  /** What is wrong with it, before anything is looked up. */
  FieldProblems problems() {
    FieldProblems found = new FieldProblems();
    FieldChecks.site(site, found);
    FieldChecks.username(username, found);
    emailProblem(found);
    FieldChecks.code(code, found);
    FieldChecks.password("password", password, username, email, found);
    FieldChecks.phone(phone, found);
    FieldChecks.company(company, found);
    FieldChecks.workspace(workspaceName, workspaceLanguage, found);
    FieldChecks.agreed(agreed, found);
    return found;
  }

  /** Adds what is wrong with the address alone, for sending a code to it. */
  void emailProblem(FieldProblems found) {
    FieldChecks.email(email, found);
  }

  /**
   * What is asked of the settlement.
   *
   * @throws IllegalArgumentException if the form has problems
   */
  Registration registration(AgreementId agreement, Language pageLanguage) {
    return new Registration(
        agreement,
        new SiteId(site),
        new Username(username),
        new EmailAddress(email),
        code.strip(),
        new Password(password),
        phone.strip(),
        company,
        new WorkspaceName(workspaceName),
        Language.ofCode(workspaceLanguage)
            .orElseThrow(() -> new IllegalArgumentException("no such language")),
        pageLanguage);
  }

  /** Without what only its owner may know. */
  @Override
  public String toString() {
    return "RegisterForm[site=%s, username=%s]".formatted(site, username.toLowerCase(Locale.ROOT));
  }
}
