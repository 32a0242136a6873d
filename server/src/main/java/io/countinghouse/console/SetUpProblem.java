package io.countinghouse.console;

import java.util.Locale;
import java.util.Optional;

/** Why somebody cannot be set up now; each has its own words on the page of problems. */
enum SetUpProblem {
  /** The landing page was opened without coming from AWS. */
  NO_TOKEN(200),
  /** The registration token is too old. */
  EXPIRED(410),
  /** AWS does not know the registration token. */
  INVALID(400),
  /** AWS does not answer. */
  UNAVAILABLE(503),
  /** Our own set-up at AWS is wrong. */
  MISCONFIGURED(500),
  /** The browser holds no agreement, or no longer. */
  NOT_LANDED(403),
  /** The agreement has a holder already. */
  ALREADY_HELD(409),
  /** AWS could not set the subscription up: payment or checks failed. */
  SUBSCRIPTION_FAILED(409),
  /** The subscription is ending or over. */
  SUBSCRIPTION_ENDED(409),
  /** The subscription was renewed or replaced: another one goes on. */
  SUBSCRIPTION_RENEWED(409);

  private final int status;

  SetUpProblem(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  /** Its name in addresses and in the keys of texts. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<SetUpProblem> ofCode(String code) {
    for (SetUpProblem problem : values()) {
      if (problem.code().equals(code)) {
        return Optional.of(problem);
      }
    }
    return Optional.empty();
  }
}
