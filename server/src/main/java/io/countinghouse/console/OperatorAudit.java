package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditSearch;
import io.countinghouse.audit.AuditSearch.Wanted;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.audit.AuditVerification;
import io.countinghouse.audit.AuditVerification.Finding;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.OperatorId;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gathers the audit trail for operators to see. Times are in UTC. */
@Service
class OperatorAudit {

  static final int PAGE_SIZE = 50;

  private static final int FILE_PAGE = 1_000;

  private final AuditSearch search;
  private final AuditVerification verification;
  private final AuditTrail audit;
  private final OperatorRows rows;
  private final MessageSource texts;
  private final TransactionTemplate tx;

  OperatorAudit(
      AuditSearch search,
      AuditVerification verification,
      AuditTrail audit,
      OperatorRows rows,
      MessageSource texts,
      TransactionTemplate tx) {
    this.search = search;
    this.verification = verification;
    this.audit = audit;
    this.rows = rows;
    this.texts = texts;
    this.tx = tx;
  }

  /** An entry as shown. */
  record Row(
      long id,
      String at,
      String actorKind,
      String actor,
      String action,
      String subject,
      Map<String, String> details) {}

  /** A page of entries, and where the next one goes on. */
  record Found(List<Row> rows, @Nullable Long next) {}

  /** What a check came to, as lines of text. */
  record Checked(boolean good, String text) {}

  Found newest(Wanted wanted, long before, Language language) {
    List<AuditSearch.Entry> found = tx.execute(_ -> search.newest(wanted, before, PAGE_SIZE + 1));
    List<Row> shown = found.stream().limit(PAGE_SIZE).map(it -> row(it, language)).toList();
    return new Found(shown, found.size() > PAGE_SIZE ? shown.getLast().id() : null);
  }

  private Row row(AuditSearch.Entry entry, Language language) {
    return new Row(
        entry.id(),
        rows.time(entry.at(), language),
        entry.actorKind(),
        entry.actor(),
        entry.action(),
        entry.subject(),
        entry.details());
  }

  /**
   * Writes all of what is wanted as a file, the newest first and a page at a time, however much it
   * is; that it was taken is in the trail as well.
   */
  void file(Wanted wanted, OperatorId by, Language language, Writer to) throws IOException {
    Csv csv =
        new Csv()
            .row(
                Stream.of("id", "at", "who-kind", "who", "what", "subject", "details")
                    .map(it -> text("audit." + it, language))
                    .toList());
    List<AuditSearch.Entry> newest =
        tx.execute(_ -> {
          List<AuditSearch.Entry> first = search.newest(wanted, Long.MAX_VALUE, FILE_PAGE);
          audit.record(
              Actor.operator(by),
              "audit.exported",
              by.value(),
              Map.of("wanted", wanted.toString()));
          return first;
        });
    csv.pages(
        to,
        newest,
        page -> page.forEach(it -> csv.row(cells(it))),
        last -> tx.execute(_ -> search.newest(wanted, last.id(), FILE_PAGE)));
  }

  private static List<String> cells(AuditSearch.Entry entry) {
    return List.of(
        Long.toString(entry.id()),
        entry.at().toString(),
        entry.actorKind(),
        entry.actor(),
        entry.action(),
        entry.subject(),
        entry.details().entrySet().stream()
            .map(it -> it.getKey() + "=" + it.getValue())
            .collect(Collectors.joining("; ")));
  }

  /** Checks the whole trail against its chain. */
  Checked check(Language language) {
    AuditVerification.Result result = verification.verify();
    Stream<String> findings = result.findings().stream().map(it -> finding(it, language));
    Stream<String> end =
        Stream.of(
            text("audit.check.sealed", language, Long.toString(result.sealed())),
            text("audit.check.last", language, Long.toString(result.last()), result.hash()),
            text("audit.check." + (result.findings().isEmpty() ? "good" : "bad"), language));
    return new Checked(
        result.findings().isEmpty(),
        Stream.concat(findings, end).map(it -> it + "\n").collect(Collectors.joining()));
  }

  private String finding(Finding finding, Language language) {
    return text("audit.finding." + finding.kind(), language, Long.toString(finding.id()));
  }

  private String text(String key, Language language, Object... arguments) {
    return texts.getMessage(key, arguments, language.locale());
  }
}
