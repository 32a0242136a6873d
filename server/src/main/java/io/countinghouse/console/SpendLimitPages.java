package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.billing.SpendLimits;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Bindings;
import io.countinghouse.settlement.PayerCurrencies;
import io.countinghouse.site.Sites;
import io.countinghouse.usage.Item;
import io.countinghouse.workspace.Permission;
import io.countinghouse.workspace.Role;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Shows and sets the spending limits of a workspace, for its owner and administrators. */
@Service
class SpendLimitPages {

  /** The field that says in which currency the form was shown. */
  static final String CURRENCY = "currency";

  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,6})?");

  private final Workspaces workspaces;
  private final WorkspaceFrames frames;
  private final SpendLimits limits;
  private final Bindings bindings;
  private final PayerCurrencies currencies;
  private final Sites sites;
  private final PageText text;
  private final TransactionTemplate tx;

  SpendLimitPages(
      Workspaces workspaces,
      WorkspaceFrames frames,
      SpendLimits limits,
      Bindings bindings,
      PayerCurrencies currencies,
      Sites sites,
      PageText text,
      TransactionTemplate tx) {
    this.workspaces = workspaces;
    this.frames = frames;
    this.limits = limits;
    this.bindings = bindings;
    this.currencies = currencies;
    this.sites = sites;
    this.text = text;
    this.tx = tx;
  }

  /**
   * An item and its limit.
   *
   * @param field its name and id in the form
   * @param typed what was typed, or what is set
   * @param other the limit that is set, if it is in another currency than the one charged now
   */
  record Row(String field, String item, String typed, @Nullable String other) {}

  /**
   * The page.
   *
   * @param mayChange whether this member may set limits
   */
  record Page(WorkspaceFrames.View workspace, String currency, boolean mayChange, List<Row> rows) {}

  static String fieldOf(Item item) {
    return "limit-" + item.id();
  }

  /**
   * The page for a member who may see it; empty for anybody else.
   *
   * @param typed by field, what was typed; empty: what is set
   */
  Optional<Page> page(
      WorkspaceId id, ConsoleAccountId account, Map<String, String> typed, Language language) {
    return tx.execute(_ ->
        role(id, account, Permission.VIEW_PLAN)
            .map(role -> {
              Workspace workspace = workspaces.get(id);
              Currency currency = currencyOf(workspace);
              Map<Item, Money> set = limits.of(id);
              return new Page(
                  frames.of(workspace, role, language),
                  currency.getCurrencyCode(),
                  role.may(Permission.MANAGE_SETTLEMENT),
                  Arrays.stream(Item.values())
                      .map(item -> row(item, set.get(item), currency, typed, language))
                      .toList());
            }));
  }

  private Row row(
      Item item,
      @Nullable Money set,
      Currency currency,
      Map<String, String> typed,
      Language language) {
    boolean other = set != null && !set.currency().equals(currency);
    String shown = set == null || other ? "" : set.amount().toPlainString();
    return new Row(
        fieldOf(item),
        text.text("item." + item.id(), language),
        typed.getOrDefault(fieldOf(item), shown),
        set != null && other ? text.money(set, language) : null);
  }

  private Optional<Role> role(WorkspaceId id, ConsoleAccountId account, Permission needed) {
    return workspaces.role(id, account).filter(role -> role.may(needed));
  }

  /** That of the payer; of the site while nobody pays. */
  private Currency currencyOf(Workspace workspace) {
    return bindings
        .payerOf(workspace.id())
        .map(payer -> currencies.of(List.of(payer)).get(payer))
        .orElseGet(() -> sites.get(workspace.site()).currency());
  }

  /**
   * Sets all limits, unless something is wrong with them or they were typed for another currency;
   * whoever may not is not found.
   *
   * @param typed by field; an empty one has no limit
   */
  FieldProblems set(
      WorkspaceId id, ConsoleAccountId account, Map<String, String> typed, Language language) {
    FieldProblems problems = new FieldProblems();
    tx.executeWithoutResult(_ -> {
      if (role(id, account, Permission.MANAGE_SETTLEMENT).isEmpty()) {
        throw new PageNotFoundException("may not set limits");
      }
      limits.lock(id);
      Currency currency = currencyOf(workspaces.get(id));
      checkCurrency(typed.get(CURRENCY), currency, problems);
      Map<Item, Money> wanted = new EnumMap<>(Item.class);
      // Shown beside their fields, which are empty: they stay until another is set.
      limits
          .of(id)
          .forEach((item, limit) -> {
            if (!limit.currency().equals(currency)) {
              wanted.put(item, limit);
            }
          });
      for (Item item : Item.values()) {
        String value = FieldChecks.digits(typed.get(fieldOf(item))).strip();
        if (!value.isEmpty()) {
          amount(value)
              .ifPresentOrElse(
                  amount -> wanted.put(item, Money.of(amount, currency)),
                  () ->
                      problems.add(
                          fieldOf(item),
                          "limits.problem",
                          text.text("item." + item.id(), language)));
        }
      }
      if (problems.isEmpty()) {
        limits.set(id, wanted, Actor.customer(account));
      }
    });
    return problems;
  }

  /** The page may have been shown while the workspace was charged in another currency. */
  private static void checkCurrency(
      @Nullable String shown, Currency currency, FieldProblems problems) {
    if (shown != null && !shown.equals(currency.getCurrencyCode())) {
      problems.add("", "limits.problem.currency", currency.getCurrencyCode());
    }
  }

  private static Optional<BigDecimal> amount(String typed) {
    return Optional.of(typed)
        .filter(it -> AMOUNT.matcher(it).matches())
        .map(BigDecimal::new)
        .filter(it -> it.signum() > 0 && it.compareTo(SpendLimits.AMOUNT_MAX) <= 0);
  }
}
