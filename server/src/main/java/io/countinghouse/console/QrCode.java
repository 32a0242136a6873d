package io.countinghouse.console;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Draws QR codes as pictures that stand in the page itself: a secret has no address. */
final class QrCode {

  private static final int QUIET_ZONE = 4;

  private QrCode() {}

  /** The {@code src} of the picture of a text. */
  static String picture(String text) {
    byte[] svg = svg(matrix(text)).getBytes(StandardCharsets.UTF_8);
    return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg);
  }

  private static BitMatrix matrix(String text) {
    try {
      return new QRCodeWriter()
          .encode(
              text,
              BarcodeFormat.QR_CODE,
              0,
              0,
              Map.of(
                  EncodeHintType.MARGIN,
                  QUIET_ZONE,
                  EncodeHintType.CHARACTER_SET,
                  StandardCharsets.UTF_8.name()));
    } catch (WriterException e) {
      throw new IllegalStateException("too much for a QR code", e);
    }
  }

  /** One path, a square for each dark module. */
  private static String svg(BitMatrix matrix) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < matrix.getHeight(); y++) {
      for (int x = 0; x < matrix.getWidth(); x++) {
        if (matrix.get(x, y)) {
          path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
        }
      }
    }
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">\
    <path fill="#fff" d="M0 0h%dv%dh-%dz"/><path d="%s"/></svg>\
    """
        .formatted(
            matrix.getWidth(),
            matrix.getHeight(),
            matrix.getWidth(),
            matrix.getHeight(),
            matrix.getWidth(),
            path);
  }
}
