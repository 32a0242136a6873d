package io.countinghouse.console;

import io.countinghouse.billing.BookEntries;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.metering.BooksChecks;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The books as operators see them: whether the equation holds, in total and by agreement. */
@Controller
class OperatorBooksController {

  private static final int PAGE_SIZE = 50;

  private final OperatorBooks books;
  private final OperatorAgreements agreements;

  OperatorBooksController(OperatorBooks books, OperatorAgreements agreements) {
    this.books = books;
    this.agreements = agreements;
  }

  /**
   * All books, those out of balance first.
   *
   * @param balanced with {@code after} and {@code currency}, where the page before ended
   */
  @GetMapping("/operator/books")
  @Access(Access.Who.OPERATOR)
  ModelAndView all(
      @RequestParam(defaultValue = "false") boolean balanced,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "") String currency,
      HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    BooksChecks.Cursor cursor =
        after.isEmpty()
            ? null
            : new BooksChecks.Cursor(balanced, OperatorAgreementController.idOf(after), currency);
    List<BooksChecks.Checked> found = books.checked(cursor, PAGE_SIZE + 1);
    List<BooksChecks.Checked> shown = found.stream().limit(PAGE_SIZE).toList();
    ModelAndView page = new ModelAndView("operator/books");
    page.addObject("totals", books.totals(language));
    page.addObject("cases", books.openCases(language));
    page.addObject("rows", shown.stream().map(it -> books.row(it, language)).toList());
    page.addObject("first", cursor == null);
    page.addObject("next", found.size() > PAGE_SIZE ? shown.getLast().cursor() : null);
    return page;
  }

  /**
   * The books of one agreement.
   *
   * @param entry the id of the last entry of the page before
   * @param hour with {@code posting}, where the page of postings before ended
   */
  @GetMapping("/operator/books/{id}")
  @Access(Access.Who.OPERATOR)
  ModelAndView one(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Long entry,
      @RequestParam(defaultValue = "") String hour,
      @RequestParam(defaultValue = "0") long posting,
      HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    AgreementId agreement = OperatorAgreementController.idOf(id);
    if (agreements.find(agreement, language).isEmpty()) {
      throw new PageNotFoundException("there is no such agreement");
    }
    List<BookEntries.Entry> entries = books.entries(agreement, entry, PAGE_SIZE + 1);
    List<BookEntries.Entry> shownEntries = entries.stream().limit(PAGE_SIZE).toList();
    List<BookEntries.Posted> postings =
        books.postings(agreement, cursor(hour, posting), PAGE_SIZE + 1);
    List<BookEntries.Posted> shownPostings = postings.stream().limit(PAGE_SIZE).toList();
    ModelAndView page = new ModelAndView("operator/book");
    page.addObject("it", books.view(agreement, language));
    page.addObject("entries", shownEntries.stream().map(it -> books.row(it, language)).toList());
    page.addObject("postings", shownPostings.stream().map(it -> books.row(it, language)).toList());
    page.addObject("first", entry == null && hour.isEmpty());
    page.addObject("nextEntry", entries.size() > PAGE_SIZE ? shownEntries.getLast().id() : null);
    page.addObject("nextPosting", postings.size() > PAGE_SIZE ? shownPostings.getLast() : null);
    return page;
  }

  private static BookEntries.@Nullable Cursor cursor(String hour, long posting) {
    if (hour.isEmpty()) {
      return null;
    }
    try {
      return new BookEntries.Cursor(Typed.instant(hour), posting);
    } catch (DateTimeException e) {
      throw new PageNotFoundException("not a place in the postings");
    }
  }
}
