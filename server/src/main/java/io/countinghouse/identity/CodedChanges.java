package io.countinghouse.identity;

import io.countinghouse.identity.EmailCodes.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes that take codes, all of them used up together with the change. */
@Component
class CodedChanges {

  private final EmailCodes codes;
  private final TransactionTemplate tx;

  CodedChanges(EmailCodes codes, TransactionTemplate tx) {
    this.codes = codes;
    this.tx = tx;
  }

  /** A code as it was typed, and what it is compared with. */
  record Typed(ContactChanges.Side side, CodePurpose purpose, CodeAddress to, String code) {}

  /** Not to be called in a transaction, for failed tries of a code must count. */
  ContactChanges.Outcome change(AccountRef account, List<Typed> typed, Runnable change) {
    Map<EmailCodeId, ContactChanges.Side> right = new LinkedHashMap<>();
    for (Typed it : typed) {
      switch (codes.check(it.purpose(), account.id(), it.to(), it.code())) {
        case Verdict.Wrong(int left) -> {
          return new ContactChanges.Outcome.CodeWrong(it.side(), left);
        }
        case Verdict.NoneValid() -> {
          return new ContactChanges.Outcome.CodeMissing(it.side());
        }
        case Verdict.Right(EmailCodeId id) -> right.put(id, it.side());
      }
    }
    return tx.execute(status -> {
      for (Map.Entry<EmailCodeId, ContactChanges.Side> code : right.entrySet()) {
        if (!codes.use(code.getKey())) {
          status.setRollbackOnly();
          return new ContactChanges.Outcome.CodeMissing(code.getValue());
        }
      }
      change.run();
      return new ContactChanges.Outcome.Done();
    });
  }
}
