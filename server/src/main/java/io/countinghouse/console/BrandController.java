package io.countinghouse.console;

import io.countinghouse.site.Brand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The configured colour as a style sheet, since pages may hold no style of their own. */
@Controller
class BrandController {

  private static final Duration KEPT = Duration.ofHours(1);
  private static final int WHITE = 255;

  /** How much paler links are on a dark page, to be read. */
  private static final int PALER_PERCENT = 50;

  private static final MediaType CSS = MediaType.valueOf("text/css;charset=UTF-8");

  private final String css;

  BrandController(Brand brand) {
    css = css(brand.accentColour());
  }

  private static String css(String colour) {
    byte[] rgb = HexFormat.of().parseHex(colour.substring(1));
    String own = numbers(rgb, 0);
    String pale = numbers(rgb, PALER_PERCENT);
    return """
    :root, [data-bs-theme] {
      --tblr-primary: %s;
      --tblr-primary-rgb: %s;
      --tblr-link-color: %s;
      --tblr-link-color-rgb: %s;
    }
    [data-bs-theme="dark"] {
      --tblr-link-color: rgb(%s);
      --tblr-link-color-rgb: %s;
    }
    """
        .formatted(colour, own, colour, own, pale, pale);
  }

  /** The three numbers of a colour, brought towards white. */
  private static String numbers(byte[] rgb, int percent) {
    List<String> numbers = new ArrayList<>();
    for (byte part : rgb) {
      int value = Byte.toUnsignedInt(part);
      numbers.add(Integer.toString(value + (WHITE - value) * percent / 100));
    }
    return String.join(", ", numbers);
  }

  @GetMapping("/brand.css")
  @Access(Access.Who.PUBLIC)
  ResponseEntity<String> css() {
    return ResponseEntity.ok()
        .contentType(CSS)
        .cacheControl(CacheControl.maxAge(KEPT).cachePublic())
        .body(css);
  }
}
