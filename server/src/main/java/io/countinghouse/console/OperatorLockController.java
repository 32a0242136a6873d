package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.Buffers;
import io.countinghouse.locking.LockDirectory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The locked workspaces, and where an operator extends or ends a buffer, with a reason. */
@Controller
class OperatorLockController {

  private static final int DAYS_MAX = 90;

  private final OperatorLocks locks;
  private final Buffers buffers;

  OperatorLockController(OperatorLocks locks, Buffers buffers) {
    this.locks = locks;
    this.buffers = buffers;
  }

  /**
   * What is done to a buffer; a field that was not sent is empty.
   *
   * @param act {@code extend} or {@code end}
   * @param days to add
   * @param sure whether the end is confirmed
   * @param since when the lock began that the page showed
   * @param until when its buffer ended on the page
   */
  record Form(String act, String days, String reason, String sure, String since, String until) {

    Form {
      act = FieldChecks.text(act);
      days = FieldChecks.digits(days);
      reason = FieldChecks.text(reason);
      sure = FieldChecks.text(sure);
      since = FieldChecks.text(since);
      until = FieldChecks.text(until);
    }

    /** The lock that the page showed; empty when the form does not tell. */
    Optional<Buffers.Seen> seen(WorkspaceId id) {
      try {
        return Optional.of(new Buffers.Seen(id, Typed.instant(since), Typed.instant(until)));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    /** The same about another lock than was seen: the end is to be confirmed anew. */
    Form unsure() {
      return new Form(act, days, reason, "", since, until);
    }

    /** Whether the buffer is to end, not to be extended. */
    public boolean ends() {
      return act.equals("end");
    }

    /** The days to add; empty when they are no number that may be added. */
    Optional<Integer> number() {
      return days.strip().matches("[0-9]{1,2}")
          ? Optional.of(Integer.valueOf(days.strip())).filter(it -> it >= 1 && it <= DAYS_MAX)
          : Optional.empty();
    }
  }

  /**
   * A page of the list.
   *
   * @param state {@code full} for the fully locked ones
   * @param at the end of the last buffer of the page before
   * @param after the last workspace of the page before
   */
  @GetMapping("/operator/locks")
  @Access(Access.Who.OPERATOR)
  ModelAndView list(
      @RequestParam(defaultValue = "") String state,
      @RequestParam(defaultValue = "") String at,
      @RequestParam(defaultValue = "") String after,
      HttpServletRequest request) {
    ModelAndView page = new ModelAndView("operator/locks");
    boolean full = state.equals("full");
    page.addObject("full", full);
    page.addObject("page", locks.page(full, cursor(at, after), PageLanguage.of(request)));
    return page;
  }

  private static Optional<LockDirectory.Cursor> cursor(String at, String after) {
    if (at.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LockDirectory.Cursor(Typed.instant(at), WorkspaceController.id(after)));
    } catch (DateTimeException e) {
      throw new PageNotFoundException("not a place in the locks");
    }
  }

  @GetMapping("/operator/locks/{workspace}")
  @Access(Access.Who.OPERATOR)
  ModelAndView one(@PathVariable String workspace, HttpServletRequest request) {
    WorkspaceId id = WorkspaceController.id(workspace);
    Form form = new Form("", "7", "", "", "", "");
    return page(id, form, new FieldProblems(), PageLanguage.of(request));
  }

  /** Extends or ends a buffer. */
  @PostMapping("/operator/locks/{workspace}")
  @Access(Access.Who.OPERATOR)
  ModelAndView change(
      @PathVariable String workspace,
      @ModelAttribute("form") Form form,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    WorkspaceId id = WorkspaceController.id(workspace);
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return page(id, form, problems, PageLanguage.of(request));
    }
    if (form.ends() && form.sure().isEmpty()) {
      problems.add("sure", "locks.problem.sure");
    } else if (!form.ends() && form.number().isEmpty()) {
      problems.add("days", "locks.problem.days", DAYS_MAX);
    }
    Reasons.check(form.reason(), problems);
    if (problems.isEmpty()) {
      if (isChanged(id, form, operator.actor())) {
        return new ModelAndView("redirect:/operator/locks/" + id);
      }
      boolean inBuffer =
          locks.one(id, PageLanguage.of(request)).filter(it -> !it.full()).isPresent();
      problems.add("", inBuffer ? "locks.changed" : "locks.over");
      form = form.unsure();
    }
    return RegistrationPages.refused(page(id, form, problems, PageLanguage.of(request)), response);
  }

  private boolean isChanged(WorkspaceId id, Form form, Actor by) {
    String reason = form.reason().strip();
    return form.seen(id)
        .flatMap(seen ->
            form.ends()
                ? buffers.end(seen, by, reason)
                : buffers.extend(seen, Duration.ofDays(form.number().orElseThrow()), by, reason))
        .isPresent();
  }

  private ModelAndView page(WorkspaceId id, Form form, FieldProblems problems, Language language) {
    ModelAndView page = new ModelAndView("operator/lock");
    page.addObject("id", id.value());
    Optional<OperatorLocks.Row> it = locks.one(id, language);
    page.addObject("it", it.orElse(null));
    page.addObject("form", form);
    page.addObject("problems", problems);
    page.addObject("daysMax", DAYS_MAX);
    page.addObject(PageFrame.LANGUAGE_PATH, "/operator/locks/" + id);
    it.filter(lock -> !lock.full())
        .ifPresent(_ -> page.addObject(PageFrame.FORM, form.ends() ? "end" : "extend"));
    return page;
  }
}
