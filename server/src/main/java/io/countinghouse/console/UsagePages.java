package io.countinghouse.console;

import io.countinghouse.billing.DailyUsage;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import io.countinghouse.usage.Item;
import io.countinghouse.workspace.Permission;
import io.countinghouse.workspace.Role;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers the usage of a workspace for its owner and administrators. */
@Service
class UsagePages {

  private final Workspaces workspaces;
  private final Sites sites;
  private final WorkspaceFrames frames;
  private final DailyUsage usage;
  private final UsageDays days;
  private final UsageTrend trend;
  private final UsageCsv csv;
  private final BusinessClock clock;
  private final PageText text;
  private final TransactionTemplate oneMoment;

  UsagePages(
      Workspaces workspaces,
      Sites sites,
      WorkspaceFrames frames,
      DailyUsage usage,
      UsageDays days,
      UsageTrend trend,
      UsageCsv csv,
      BusinessClock clock,
      PageText text,
      PlatformTransactionManager transactions) {
    this.workspaces = workspaces;
    this.sites = sites;
    this.frames = frames;
    this.usage = usage;
    this.days = days;
    this.trend = trend;
    this.csv = csv;
    this.clock = clock;
    this.text = text;
    oneMoment = new TransactionTemplate(transactions);
    oneMoment.setReadOnly(true);
    oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /**
   * The usage page.
   *
   * @param zone of the site, in which days are counted
   * @param asOf the moment that today is counted up to
   * @param charts over time; none without usage
   * @param uncharged whether some of the usage over time is charged to nobody
   */
  record Page(
      WorkspaceFrames.View workspace,
      String zone,
      String asOf,
      UsageDays.Day today,
      UsageDays.Day yesterday,
      List<UsageTrend.Chart> charts,
      boolean uncharged) {}

  /** A workspace and somebody who may see its usage. */
  private record Seen(Workspace workspace, Role role) {}

  /**
   * The page for a member who may see it; empty for anybody else.
   *
   * @param length of the time shown, in days up to today
   * @param item shown over time, in units; empty: what all cost
   */
  Optional<Page> page(
      WorkspaceId id,
      ConsoleAccountId account,
      int length,
      @Nullable Item item,
      Language language) {
    return forReader(id, account, (seen, site) -> page(seen, site, length, item, language));
  }

  /** The same days as a file, for a member who may see them; empty for anybody else. */
  Optional<String> csv(WorkspaceId id, ConsoleAccountId account, int length, Language language) {
    return forReader(
        id,
        account,
        (_, site) -> {
          UsageTrend.Span span = span(site, clock.now(), length);
          return csv.of(usage.of(id, span.from(), span.to()), language);
        });
  }

  private <T> Optional<T> forReader(
      WorkspaceId id, ConsoleAccountId account, BiFunction<Seen, Site, T> show) {
    return oneMoment.execute(_ ->
        workspaces
            .role(id, account)
            .filter(role -> role.may(Permission.VIEW_PLAN))
            .map(role -> new Seen(workspaces.get(id), role))
            .map(seen -> show.apply(seen, sites.get(seen.workspace().site()))));
  }

  private Page page(Seen seen, Site site, int length, @Nullable Item item, Language language) {
    Instant now = clock.now();
    UsageTrend.Span span = span(site, now, length);
    List<DailyUsage.Row> rows = usage.of(seen.workspace().id(), span.from(), span.to());
    return new Page(
        frames.of(seen.workspace(), seen.role(), language),
        PageText.zoneName(site.zone(), now),
        text.time(now, site.zone(), language),
        days.of(span.to(), rows, language),
        days.of(span.to().minusDays(1), rows, language),
        item == null
            ? trend.ofAmounts(rows, span, language)
            : trend.ofItem(item, rows, span, language),
        rows.stream().anyMatch(row -> row.uncharged() != null));
  }

  private static UsageTrend.Span span(Site site, Instant now, int length) {
    LocalDate today = site.dayOf(now);
    return new UsageTrend.Span(today.minusDays(length - 1L), today);
  }
}
