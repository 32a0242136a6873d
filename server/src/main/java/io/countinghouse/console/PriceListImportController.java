package io.countinghouse.console;

import io.countinghouse.billing.PriceListImports;
import io.countinghouse.billing.PriceListImports.Outcome;
import io.countinghouse.billing.PriceListImports.Upload;
import io.countinghouse.billing.PriceProblem;
import io.countinghouse.kernel.Language;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Where operators hand in a price list: checked, shown with what it changes, confirmed, stored. */
@Controller
class PriceListImportController {

  private final PriceListImports imports;
  private final PriceListRows rows;
  private final PriceListReport report;

  PriceListImportController(PriceListImports imports, PriceListRows rows, PriceListReport report) {
    this.imports = imports;
    this.rows = rows;
    this.report = report;
  }

  @GetMapping("/operator/price-list-import")
  @Access(Access.Who.OPERATOR)
  ModelAndView form() {
    return form("", "", new FieldProblems());
  }

  /** The language switch: the same form with what was typed; browsers keep no file. */
  @PostMapping(path = "/operator/price-list-import", params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView inOtherLanguage(
      @RequestParam(defaultValue = "") String version,
      @RequestParam(defaultValue = "") String validFrom) {
    return form(version, validFrom, new FieldProblems());
  }

  /** Shows what a file would change, or what is wrong with it. */
  @PostMapping("/operator/price-list-import")
  @Access(Access.Who.OPERATOR)
  ModelAndView preview(
      @RequestParam(defaultValue = "") String version,
      @RequestParam(defaultValue = "") String validFrom,
      @RequestParam(required = false) @Nullable MultipartFile file,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    byte[] csv = file == null ? new byte[0] : file.getBytes();
    Upload upload = new Upload(version.strip(), validFrom.strip(), new ByteArrayResource(csv));
    if (csv.length == 0) {
      FieldProblems problems = new FieldProblems();
      if (imports.preview(upload) instanceof Outcome.Refused(List<PriceProblem> found)) {
        addOutsideOfFile(found, problems);
      }
      problems.add("file", "price-lists.problem.file-missing");
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return form(version, validFrom, problems);
    }
    return shown(imports.preview(upload), upload, new FieldProblems(), request, response);
  }

  /** The language switch of the preview. */
  @PostMapping(path = "/operator/price-list-import/confirmed", params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView previewInOtherLanguage(
      @RequestParam String version,
      @RequestParam String validFrom,
      @RequestParam String csv,
      HttpServletRequest request,
      HttpServletResponse response) {
    Upload upload = upload(version, validFrom, csv);
    return shown(imports.preview(upload), upload, new FieldProblems(), request, response);
  }

  /**
   * Stores the file that was shown; checked once more, for it went through the browser.
   *
   * @param against the version that the preview compared with
   * @param accepted not empty when the warnings were seen
   */
  @PostMapping("/operator/price-list-import/confirmed")
  @Access(Access.Who.OPERATOR)
  ModelAndView store(
      @RequestParam String version,
      @RequestParam String validFrom,
      @RequestParam String csv,
      @RequestParam String against,
      @RequestParam(defaultValue = "") String accepted,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    Upload upload = upload(version, validFrom, csv);
    Outcome outcome = imports.store(upload, against, !accepted.isEmpty(), operator.actor());
    FieldProblems problems = new FieldProblems();
    if (outcome instanceof Outcome.Preview preview) {
      problems.add(
          "accepted",
          preview.against().equals(against)
              ? "price-lists.problem.warnings"
              : "price-lists.problem.came-between");
    }
    return shown(outcome, upload, problems, request, response);
  }

  /**
   * The same for a command: what a file would change, or with {@code apply} has changed, as text.
   *
   * @param apply not empty to store the list
   * @param accepted not empty to store it whatever the warnings
   */
  @PostMapping("/operator/price-list-import/text")
  @Access(Access.Who.OPERATOR)
  ResponseEntity<String> text(
      @RequestParam String version,
      @RequestParam String validFrom,
      @RequestParam MultipartFile file,
      @RequestParam(defaultValue = "") String apply,
      @RequestParam(defaultValue = "") String accepted,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request)
      throws IOException {
    Upload upload = new Upload(version, validFrom, new ByteArrayResource(file.getBytes()));
    Language language = PageLanguage.of(request);
    Outcome preview = imports.preview(upload);
    Outcome outcome =
        !apply.isEmpty() && preview instanceof Outcome.Preview(var _, var against, var _, var _)
            ? imports.store(upload, against, !accepted.isEmpty(), operator.actor())
            : preview;
    boolean done = outcome instanceof Outcome.Stored;
    boolean wanted = done || (apply.isEmpty() && outcome instanceof Outcome.Preview);
    return ResponseEntity.status(wanted ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT)
        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
        .body(
            report.of(preview, language) + report.conclusion(outcome, !apply.isEmpty(), language));
  }

  private static Upload upload(String version, String validFrom, String csv) {
    return new Upload(
        version, validFrom, new ByteArrayResource(csv.getBytes(StandardCharsets.UTF_8)));
  }

  private ModelAndView shown(
      Outcome outcome,
      Upload upload,
      FieldProblems problems,
      HttpServletRequest request,
      HttpServletResponse response) {
    Language language = PageLanguage.of(request);
    return switch (outcome) {
      case Outcome.Stored(String version) ->
          new ModelAndView("redirect:/operator/price-lists/" + version);
      case Outcome.Refused(List<PriceProblem> found) -> {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        yield refused(upload, found, language);
      }
      case Outcome.Preview preview -> {
        if (!problems.isEmpty()) {
          response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        yield preview(preview, upload, problems, language);
      }
    };
  }

  private static void addOutsideOfFile(List<PriceProblem> found, FieldProblems problems) {
    for (PriceProblem problem : found) {
      String field = fieldOf(problem);
      if (!field.equals("file")) {
        problems.add(field, PriceListRows.key(problem), problem.arguments().toArray());
      }
    }
  }

  private ModelAndView refused(Upload upload, List<PriceProblem> found, Language language) {
    FieldProblems problems = new FieldProblems();
    addOutsideOfFile(found, problems);
    List<PriceProblem> inFile = found.stream().filter(it -> fieldOf(it).equals("file")).toList();
    if (!inFile.isEmpty()) {
      problems.add("file", "price-lists.problem.file", inFile.size());
    }
    ModelAndView page = form(upload.version(), upload.validFrom(), problems);
    page.addObject("faults", rows.problems(inFile, language));
    return page;
  }

  private static String fieldOf(PriceProblem problem) {
    return switch (problem.kind()) {
      case BAD_VERSION, VERSION_USED -> "version";
      case BAD_DAY, DAY_BEGUN, DAY_TAKEN -> "validFrom";
      case NOT_UTF_8,
          NOT_CSV,
          WRONG_HEADER,
          NO_ROWS,
          WRONG_CELLS,
          UNKNOWN_ITEM,
          NOT_A_NUMBER,
          NOT_ABOVE_0,
          BELOW_0,
          WRONG_DAY_VALUE,
          RETENTION_MISSING,
          RETENTION_EXTRA,
          RETENTION_MALFORMED,
          UNKNOWN_CURRENCY,
          UNKNOWN_SITE_KIND,
          HALF_AN_ALLOWANCE,
          GRANTS_ON_ITSELF,
          DUPLICATE,
          TWO_UNITS,
          TWO_ALLOWANCES,
          CHAIN,
          PRICE_MISSING,
          PRICE_REMOVED,
          DRASTIC,
          ALLOWANCE_REMOVED,
          ALLOWANCE_DRASTIC ->
          "file";
    };
  }

  private static ModelAndView form(String version, String validFrom, FieldProblems problems) {
    ModelAndView page = new ModelAndView("operator/price-list-import");
    page.addObject("version", version);
    page.addObject("validFrom", validFrom);
    page.addObject("problems", problems);
    page.addObject("faults", List.of());
    page.addObject(PageFrame.FORM, "import");
    return page;
  }

  private ModelAndView preview(
      Outcome.Preview preview, Upload upload, FieldProblems problems, Language language) {
    ModelAndView page = new ModelAndView("operator/price-list-preview");
    page.addObject("version", upload.version());
    page.addObject("validFrom", preview.list().validFrom());
    page.addObject("until", preview.until());
    page.addObject("against", preview.against());
    page.addObject("csv", text(upload));
    page.addObject("count", preview.list().lines().size());
    page.addObject("prices", rows.prices(preview.changes(), language));
    page.addObject("units", rows.units(preview.changes(), language));
    page.addObject("allowances", rows.allowances(preview.changes(), language));
    page.addObject("warnings", rows.problems(preview.changes().warnings(), language));
    page.addObject("problems", problems);
    page.addObject(PageFrame.FORM, "confirm");
    return page;
  }

  private static String text(Upload upload) {
    return new String(upload.csv().getByteArray(), StandardCharsets.UTF_8);
  }
}
