package io.countinghouse.identity;

import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import org.springframework.stereotype.Component;

/** Sends the codes that were wished for, where there is somebody to send them to. */
@Component
class AccountCodeHandler implements WorkHandler {

  private final AccountCodes codes;

  AccountCodeHandler(AccountCodes codes) {
    this.codes = codes;
  }

  @Override
  public String kind() {
    return AccountCodes.KIND;
  }

  @Override
  public Outcome handle(Work work) {
    codes.sendNow(work);
    return new Outcome.Done();
  }
}
