package io.countinghouse.console;

import io.countinghouse.site.Brand;
import java.time.Duration;
import java.util.HexFormat;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The configured colour as a style sheet, since pages may hold no style of their own. */
@Controller
class BrandController {

  private static final Duration KEPT = Duration.ofHours(1);
  private static final MediaType CSS = MediaType.valueOf("text/css;charset=UTF-8");

  private final String css;

  BrandController(Brand brand) {
    css = css(brand.accentColour());
  }

  private static String css(String colour) {
    byte[] rgb = HexFormat.of().parseHex(colour.substring(1));
    return """
    :root, [data-bs-theme] {
      --tblr-primary: %s;
      --tblr-primary-rgb: %d, %d, %d;
    }
    """
        .formatted(
            colour,
            Byte.toUnsignedInt(rgb[0]),
            Byte.toUnsignedInt(rgb[1]),
            Byte.toUnsignedInt(rgb[2]));
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
