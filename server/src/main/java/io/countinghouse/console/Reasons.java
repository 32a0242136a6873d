package io.countinghouse.console;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.web.servlet.ModelAndView;

/** What operators give as their reason: never empty, never an essay. */
final class Reasons {

  static final int LENGTH_MAX = 500;

  private Reasons() {}

  /**
   * Does what an operator gives a reason for, or shows the page again with what is wrong with it.
   *
   * @param act what is done with the reason, without spaces around it: the key of why nothing was
   *     done; empty if it was
   * @param done where to go on then
   * @param again the page with problems
   */
  static ModelAndView given(
      String reason,
      Function<String, Optional<String>> act,
      String done,
      Function<FieldProblems, ModelAndView> again,
      HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    check(reason, problems);
    if (problems.isEmpty()) {
      act.apply(reason.strip()).ifPresent(key -> problems.add("", key));
    }
    if (problems.isEmpty()) {
      return new ModelAndView("redirect:" + done);
    }
    ModelAndView page = again.apply(problems);
    page.addObject(PageFrame.LANGUAGE_PATH, done);
    return RegistrationPages.refused(page, response);
  }

  /** What an act says that was done, or that somebody else came first. */
  static Optional<String> first(boolean done) {
    return done ? Optional.empty() : Optional.of("reason.problem.too-late");
  }

  /** Adds what is wrong with a reason, under the field {@code reason}. */
  static void check(String reason, FieldProblems problems) {
    if (reason.isBlank()) {
      problems.add("reason", "reason.problem.empty");
    } else if (reason.strip().length() > LENGTH_MAX) {
      problems.add("reason", "reason.problem.long", LENGTH_MAX);
    }
  }
}
