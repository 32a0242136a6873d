package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.Operator;
import io.countinghouse.identity.Operators;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.OperatorId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/** Names who did something, as operators read it: of which system, and by which username. */
@Component
class ActorNames {

  private final ConsoleAccounts consoleAccounts;
  private final BillingAccounts billingAccounts;
  private final Operators operators;
  private final PageText text;

  ActorNames(
      ConsoleAccounts consoleAccounts,
      BillingAccounts billingAccounts,
      Operators operators,
      PageText text) {
    this.consoleAccounts = consoleAccounts;
    this.billingAccounts = billingAccounts;
    this.operators = operators;
    this.text = text;
  }

  /** The words for the ids of a table's actors; each is looked up once. */
  UnaryOperator<String> all(Language language) {
    Map<String, String> known = new HashMap<>();
    return id -> known.computeIfAbsent(id, it -> of(it, language));
  }

  /** The words for an actor's id; an account that is gone is named by its id. */
  String of(String id, Language language) {
    return switch (id.substring(0, Math.max(0, id.indexOf('_')))) {
      case "bill" -> named("actor.billing", id, billing(id), language);
      case "cons" -> named("actor.console", id, console(id), language);
      case "oper" -> named("actor.operator", id, operator(id), language);
      default -> text.text("actor.system", language);
    };
  }

  private String named(String key, String id, Optional<String> username, Language language) {
    return text.text(key, language, username.orElse(id));
  }

  private Optional<String> billing(String id) {
    return billingAccounts.find(new BillingAccountId(id)).map(BillingAccount::username);
  }

  private Optional<String> console(String id) {
    return consoleAccounts.find(new ConsoleAccountId(id)).map(ConsoleAccount::username);
  }

  private Optional<String> operator(String id) {
    return operators.find(new OperatorId(id)).map(Operator::username);
  }
}
