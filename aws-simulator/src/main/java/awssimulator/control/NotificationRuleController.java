package awssimulator.control;

import awssimulator.queue.NotificationRule;
import awssimulator.queue.NotificationRule.Action;
import awssimulator.queue.NotificationRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Rules that decide what happens to notifications on their way to the queue. */
@RestController
@RequestMapping("/control/notifications/rules")
class NotificationRuleController {
  private final NotificationRules rules;

  NotificationRuleController(NotificationRules rules) {
    this.rules = rules;
  }

  /** As {@link NotificationRule}; an absent match means any, an absent number the least. */
  record NewRule(
      @Nullable String productCode,
      @Nullable String agreementId,
      @Nullable String kind,
      @Nullable String action,
      @Nullable BigDecimal rate,
      @Nullable Long seed,
      @Nullable Duration delay,
      @Nullable Integer copies,
      @Nullable Integer group,
      @Nullable Integer times) {}

  /** A rule with how many notifications it matched and decided about. */
  record Rule(
      long id,
      @Nullable String productCode,
      @Nullable String agreementId,
      @Nullable String kind,
      String action,
      BigDecimal rate,
      long seed,
      @Nullable Duration delay,
      int copies,
      int group,
      @Nullable Integer times,
      long seen,
      long hits) {
    static Rule of(NotificationRules.Kept kept) {
      NotificationRule rule = kept.rule();
      return new Rule(
          kept.id(),
          rule.productCode(),
          rule.agreementId(),
          rule.kind(),
          Words.label(rule.action()),
          rule.rate(),
          rule.seed(),
          rule.delay().isZero() ? null : rule.delay(),
          rule.copies(),
          rule.group(),
          rule.times(),
          kept.seen(),
          kept.hits());
    }
  }

  record Removed(int removed) {}

  @GetMapping
  List<Rule> all() {
    return rules.all().stream().map(Rule::of).toList();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Rule add(@RequestBody NewRule rule) {
    Action action = Words.of(Action.class, Required.text(rule.action(), "action"), "action");
    boolean copying = action == Action.DUPLICATE || action == Action.REDELIVER;
    return Rule.of(
        rules.add(
            new NotificationRule(
                rule.productCode(),
                rule.agreementId(),
                rule.kind(),
                action,
                Objects.requireNonNullElse(rule.rate(), BigDecimal.ONE),
                Objects.requireNonNullElse(rule.seed(), 0L),
                Objects.requireNonNullElse(rule.delay(), Duration.ZERO),
                Objects.requireNonNullElse(rule.copies(), copying ? 1 : 0),
                Objects.requireNonNullElse(rule.group(), action == Action.REORDER ? 2 : 0),
                rule.times())));
  }

  @DeleteMapping
  Removed clear() {
    return new Removed(rules.clear());
  }

  @DeleteMapping("/{ruleId}")
  Removed remove(@PathVariable long ruleId) {
    rules.remove(ruleId);
    return new Removed(1);
  }
}
