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
import java.util.regex.Pattern;
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

  static final int COMPANY_LENGTH_MAX = 200;

  private static final Pattern CODE = Pattern.compile("[0-9]{6}");
  private static final Pattern PHONE = Pattern.compile("[+0-9 ().-]{0,40}");
  private static final Pattern SITE = Pattern.compile("[a-z][a-z0-9-]{0,19}");

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
    if (!SITE.matcher(site).matches()) {
      found.add("site", "problem.site");
    }
    usernameProblems(found);
    emailProblem(found);
    if (!CODE.matcher(code.strip()).matches()) {
      found.add("code", code.isBlank() ? "problem.code.empty" : "problem.code.form");
    }
    passwordProblems(found);
    if (!PHONE.matcher(phone.strip()).matches()) {
      found.add("phone", "problem.phone");
    }
    companyProblem(found);
    workspaceProblems(found);
    if (agreed.isEmpty()) {
      found.add("agreed", "problem.agreed");
    }
    return found;
  }

  private void usernameProblems(FieldProblems found) {
    if (username.isBlank()) {
      found.add("username", "problem.username.empty");
      return;
    }
    for (Username.Problem problem : Username.problems(username)) {
      switch (problem) {
        case TOO_SHORT -> found.add("username", "problem.username.short", Username.LENGTH_MIN);
        case TOO_LONG -> found.add("username", "problem.username.long", Username.LENGTH_MAX);
        case WRONG_CHARACTER -> found.add("username", "problem.username.character");
        case WRONG_START -> found.add("username", "problem.username.start");
      }
    }
  }

  /** Adds what is wrong with the address alone, for sending a code to it. */
  void emailProblem(FieldProblems found) {
    EmailAddress.problem(email)
        .ifPresent(problem -> {
          switch (problem) {
            case EMPTY -> found.add("email", "problem.email.empty");
            case TOO_LONG, MALFORMED -> found.add("email", "problem.email.form");
          }
        });
  }

  private void passwordProblems(FieldProblems found) {
    if (password.isEmpty()) {
      found.add("password", "problem.password.empty");
      return;
    }
    for (Password.Problem problem : Password.problems(password, username, email)) {
      switch (problem) {
        case TOO_SHORT -> found.add("password", "problem.password.short", Password.LENGTH_MIN);
        case TOO_LONG -> found.add("password", "problem.password.long", Password.LENGTH_MAX);
        case SAME_AS_USERNAME -> found.add("password", "problem.password.username");
        case SAME_AS_EMAIL -> found.add("password", "problem.password.email");
      }
    }
  }

  private void companyProblem(FieldProblems found) {
    if (company.isBlank()) {
      found.add("company", "problem.company.empty");
    } else if (company.strip().length() > COMPANY_LENGTH_MAX) {
      found.add("company", "problem.company.long", COMPANY_LENGTH_MAX);
    }
  }

  private void workspaceProblems(FieldProblems found) {
    for (WorkspaceName.Problem problem : WorkspaceName.problems(workspaceName)) {
      switch (problem) {
        case EMPTY -> found.add("workspaceName", "problem.workspace-name.empty");
        case TOO_LONG ->
            found.add("workspaceName", "problem.workspace-name.long", WorkspaceName.LENGTH_MAX);
        case CONTROL_CHARACTER -> found.add("workspaceName", "problem.workspace-name.character");
      }
    }
    if (Language.ofCode(workspaceLanguage).isEmpty()) {
      found.add("workspaceLanguage", "problem.workspace-language");
    }
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
