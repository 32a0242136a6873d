package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.Operators;
import io.countinghouse.identity.SecondFactors;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.OperatorId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Signing in, step by step: who has shown the password is signed in at once or, where a second
 * factor is on or has to be, only after that. Until then the session knows of the first step alone.
 */
@Component
class SignInSteps {

  /** The page that asks for the second factor. */
  static final String CODE_PAGE = "/sign-in/code";

  /** The page where an operator without a second factor sets one up. */
  static final String ENROL_PAGE = "/sign-in/enrol";

  /** How long the second step may take. */
  private static final Duration LIFE = Duration.ofMinutes(10);

  private static final String ATTRIBUTE = "sign-in.password-shown.";

  private final SignIns signIns;
  private final SecondFactors secondFactors;
  private final ConsoleAccounts consoleAccounts;
  private final BillingAccounts billingAccounts;
  private final Operators operators;
  private final Clock wallClock;

  SignInSteps(
      SignIns signIns,
      SecondFactors secondFactors,
      ConsoleAccounts consoleAccounts,
      BillingAccounts billingAccounts,
      Operators operators,
      Clock wallClock) {
    this.signIns = signIns;
    this.secondFactors = secondFactors;
    this.consoleAccounts = consoleAccounts;
    this.billingAccounts = billingAccounts;
    this.operators = operators;
    this.wallClock = wallClock;
  }

  /** Who has shown the password, and where to go once signed in. */
  record FirstStep(AccountRef account, String username, String target) {}

  private record Kept(String account, SignedIn.Stamp stamp, String target)
      implements Serializable {}

  /**
   * Goes on with who has shown the password.
   *
   * @param target where to go once signed in, a path of ours
   * @return where to go now
   */
  String passwordShown(
      AccountRef account,
      String username,
      String target,
      HttpServletRequest request,
      HttpServletResponse response) {
    Place place = Place.of(account);
    boolean isOn = secondFactors.isOn(account);
    if (!isOn && place != Place.OPERATOR) {
      signIns.signIn(account, username, request, response);
      return target;
    }
    if (request.getSession(false) != null) {
      request.changeSessionId();
    }
    request
        .getSession(true)
        .setAttribute(ATTRIBUTE + place, new Kept(account.id(), signIns.stamp(account), target));
    return place.path(isOn ? CODE_PAGE : ENROL_PAGE);
  }

  /**
   * The first step of this browser at the place of the page; empty when it is none or too old, or
   * when all sign-ins of the account were ended after it, as by a new password.
   */
  Optional<FirstStep> firstStep(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    Place place = Place.of(request);
    if (session == null
        || !(session.getAttribute(ATTRIBUTE + place) instanceof Kept kept)
        || wallClock.instant().getEpochSecond() >= kept.stamp().since() + LIFE.toSeconds()) {
      return Optional.empty();
    }
    return account(place, kept).filter(first -> signIns.holds(first.account(), kept.stamp()));
  }

  private Optional<FirstStep> account(Place place, Kept kept) {
    return switch (place) {
      case CONSOLE ->
          consoleAccounts
              .find(new ConsoleAccountId(kept.account()))
              .map(it ->
                  new FirstStep(new AccountRef.Console(it.id()), it.username(), kept.target()));
      case BILLING ->
          billingAccounts
              .find(new BillingAccountId(kept.account()))
              .map(it ->
                  new FirstStep(new AccountRef.Billing(it.id()), it.username(), kept.target()));
      case OPERATOR ->
          operators
              .findAble(new OperatorId(kept.account()))
              .map(it ->
                  new FirstStep(new AccountRef.Operating(it.id()), it.username(), kept.target()));
    };
  }

  /** Signs in who has shown the second factor too. */
  void secondShown(FirstStep first, HttpServletRequest request, HttpServletResponse response) {
    request.getSession(true).removeAttribute(ATTRIBUTE + Place.of(first.account()));
    signIns.signIn(first.account(), first.username(), request, response);
  }
}
