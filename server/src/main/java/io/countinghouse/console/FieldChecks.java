package io.countinghouse.console;

import io.countinghouse.identity.Company;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Username;
import io.countinghouse.kernel.Language;
import io.countinghouse.workspace.WorkspaceName;
import java.text.Normalizer;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be wrong with the fields that many forms have, before anything is looked up. */
final class FieldChecks {

  private static final Pattern CODE = Pattern.compile("[0-9]{6}");
  private static final Pattern PHONE = Pattern.compile("[+0-9 ().-]{0,40}");
  private static final Pattern SITE = Pattern.compile("[a-z][a-z0-9-]{0,19}");

  private FieldChecks() {}

  /** What was sent; binding gives nothing for what was not, whatever the types say. */
  static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** The same for what is written in digits: those of an East Asian keyboard are digits too. */
  static String digits(@Nullable String value) {
    return Normalizer.normalize(text(value), Normalizer.Form.NFKC);
  }

  static void site(String site, FieldProblems found) {
    if (!SITE.matcher(site).matches()) {
      found.add("site", "problem.site");
    }
  }

  static void username(String username, FieldProblems found) {
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

  static void email(String email, FieldProblems found) {
    EmailAddress.problem(email)
        .ifPresent(problem -> {
          switch (problem) {
            case EMPTY -> found.add("email", "problem.email.empty");
            case TOO_LONG, MALFORMED -> found.add("email", "problem.email.form");
          }
        });
  }

  static void code(String code, FieldProblems found) {
    code("code", code, found);
  }

  static void code(String field, String code, FieldProblems found) {
    if (!CODE.matcher(code.strip()).matches()) {
      found.add(field, code.isBlank() ? "problem.code.empty" : "problem.code.form");
    }
  }

  /**
   * A new password.
   *
   * @param username of the account; empty when it is not known here
   * @param email of the account; empty when it is not known here
   */
  static void password(
      String field, String password, String username, String email, FieldProblems found) {
    if (password.isEmpty()) {
      found.add(field, "problem.password.empty");
    } else {
      password(field, Password.problems(password, username, email), found);
    }
  }

  static void password(String field, Set<Password.Problem> problems, FieldProblems found) {
    for (Password.Problem problem : problems) {
      switch (problem) {
        case TOO_SHORT -> found.add(field, "problem.password.short", Password.LENGTH_MIN);
        case TOO_LONG -> found.add(field, "problem.password.long", Password.LENGTH_MAX);
        case SAME_AS_USERNAME -> found.add(field, "problem.password.username");
        case SAME_AS_EMAIL -> found.add(field, "problem.password.email");
      }
    }
  }

  static void phone(String phone, FieldProblems found) {
    if (!PHONE.matcher(phone.strip()).matches()) {
      found.add("phone", "problem.phone");
    }
  }

  static void company(String company, FieldProblems found) {
    if (company.isBlank()) {
      found.add("company", "problem.company.empty");
    } else {
      line("company", company, found);
    }
  }

  /** A line of text that may be empty. */
  static void line(String field, String text, FieldProblems found) {
    if (text.strip().length() > Company.LENGTH_MAX) {
      found.add(field, "problem.line.long", Company.LENGTH_MAX);
    }
  }

  static void workspace(String name, String language, FieldProblems found) {
    for (WorkspaceName.Problem problem : WorkspaceName.problems(name)) {
      switch (problem) {
        case EMPTY -> found.add("workspaceName", "problem.workspace-name.empty");
        case TOO_LONG ->
            found.add("workspaceName", "problem.workspace-name.long", WorkspaceName.LENGTH_MAX);
        case CONTROL_CHARACTER -> found.add("workspaceName", "problem.workspace-name.character");
      }
    }
    if (Language.ofCode(language).isEmpty()) {
      found.add("workspaceLanguage", "problem.workspace-language");
    }
  }

  static void agreed(String agreed, FieldProblems found) {
    if (agreed.isEmpty()) {
      found.add("agreed", "problem.agreed");
    }
  }
}
