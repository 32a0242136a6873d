package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.usage.Item;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What a workspace used and what it costs, for its owner and administrators. */
@Controller
class WorkspaceUsageController {

  private static final List<Integer> LENGTHS = List.of(7, 30, 90);
  private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

  private final UsagePages usage;
  private final WorkspacePages pages;

  WorkspaceUsageController(UsagePages usage, WorkspacePages pages) {
    this.usage = usage;
    this.pages = pages;
  }

  /**
   * The page.
   *
   * @param days of the time shown: 7, 30 or 90
   * @param show an item's id; empty for what all cost
   */
  @GetMapping("/w/{workspace}/usage")
  @Access(Access.Who.CUSTOMER)
  ModelAndView usage(
      @PathVariable String workspace,
      @RequestParam(defaultValue = "30") int days,
      @RequestParam(defaultValue = "") String show,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInCustomer customer) {
    Language language = PageLanguage.of(request);
    UsagePages.Page shown =
        found(
            usage.page(
                WorkspaceController.id(workspace),
                customer.account(),
                length(days),
                item(show),
                language));
    ModelAndView page = new ModelAndView("workspace/usage");
    page.addObject("usage", shown);
    page.addObject("workspace", shown.workspace());
    page.addObject("workspaces", pages.of(customer.account(), language));
    page.addObject("lengths", LENGTHS);
    page.addObject("length", days);
    page.addObject("items", Arrays.stream(Item.values()).map(Item::id).toList());
    page.addObject("show", show);
    return page;
  }

  /** The days of the page as a file. */
  @GetMapping("/w/{workspace}/usage.csv")
  @Access(Access.Who.CUSTOMER)
  ResponseEntity<String> csv(
      @PathVariable String workspace,
      @RequestParam(defaultValue = "30") int days,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInCustomer customer) {
    String file =
        found(
            usage.csv(
                WorkspaceController.id(workspace),
                customer.account(),
                length(days),
                PageLanguage.of(request)));
    return download("usage-" + workspace + ".csv", file);
  }

  /** A CSV file for the browser to keep. */
  static ResponseEntity<String> download(String name, String csv) {
    return ResponseEntity.ok()
        .contentType(CSV)
        .header(HttpHeaders.CONTENT_DISPOSITION, attachment(name))
        .body(csv);
  }

  /** A CSV file that is written bit by bit, for the browser to keep. */
  static Writer file(String name, HttpServletResponse response) throws IOException {
    response.setContentType(CSV.toString());
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, attachment(name));
    return response.getWriter();
  }

  /** Tells a browser to keep a file under a name. */
  private static String attachment(String name) {
    return ContentDisposition.attachment().filename(name).build().toString();
  }

  private static <T> T found(Optional<T> shown) {
    return shown.orElseThrow(() -> new PageNotFoundException("may not see the usage"));
  }

  private static int length(int days) {
    if (!LENGTHS.contains(days)) {
      throw new PageNotFoundException("not a length of time that is shown");
    }
    return days;
  }

  private static @Nullable Item item(String show) {
    return show.isEmpty()
        ? null
        : Item.find(show).orElseThrow(() -> new PageNotFoundException("no such item"));
  }
}
