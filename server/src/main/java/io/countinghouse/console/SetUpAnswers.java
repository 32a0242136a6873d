package io.countinghouse.console;

import io.countinghouse.identity.Registrations;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.settlement.MethodChange;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.site.Sites;
import org.springframework.stereotype.Component;

/** Says beside a form what came of binding or making a workspace. */
@Component
class SetUpAnswers {

  private final MethodRefusals refusals;
  private final Sites sites;

  SetUpAnswers(MethodRefusals refusals, Sites sites) {
    this.refusals = refusals;
    this.sites = sites;
  }

  /**
   * Adds why a workspace was not bound; nothing where it was, or where the page that the browser is
   * led to says it: an agreement that another holds or that cannot be used.
   *
   * @param field beside which it is said
   * @param site of the workspace
   */
  void add(
      SetUp.Outcome outcome, String field, SiteId site, FieldProblems problems, Language language) {
    switch (outcome) {
      case SetUp.Outcome.Done _, SetUp.Outcome.AlreadyHeld _, SetUp.Outcome.NotUsable _ -> {}
      case SetUp.Outcome.SiteRefused() -> problems.add("site", "problem.site");
      case SetUp.Outcome.CodeUsed() -> problems.add("code", "problem.code.not-shown");
      case SetUp.Outcome.NotRegistered(Registrations.Outcome why) ->
          problems.add(field, keyOf(why));
      case SetUp.Outcome.Refused(MethodChange.Refused why) ->
          problems.add(field, "problem.said", refusals.words(why, sites.get(site), language));
    }
  }

  private static String keyOf(Registrations.Outcome why) {
    return switch (why) {
      case Registrations.Outcome.UsernameTaken _, Registrations.Outcome.BillingUsernameTaken _ ->
          "problem.username.taken";
      case Registrations.Outcome.EmailTaken _ -> "problem.email.taken";
      case Registrations.Outcome.CompanyMissing _,
          Registrations.Outcome.Made _,
          Registrations.Outcome.MadeBefore _ ->
          throw new IllegalStateException("not why a registration was refused: " + why);
    };
  }
}
