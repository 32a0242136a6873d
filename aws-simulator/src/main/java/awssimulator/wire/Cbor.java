package awssimulator.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** An error in CBOR (RFC 8949), for clients that speak Smithy's rpc-v2-cbor. */
final class Cbor {
  private static final int MAP_OF_TWO = 0xA2;
  private static final int TEXT = 0x60;
  private static final int TEXT_ONE_BYTE_LENGTH = 0x78;
  private static final int TEXT_TWO_BYTES_LENGTH = 0x79;
  private static final int SHORT_MAX = 23;
  private static final int BYTE_MAX = 255;

  private Cbor() {}

  static byte[] error(String type, String message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(MAP_OF_TWO);
    text(bytes, "__type");
    text(bytes, type);
    text(bytes, "message");
    text(bytes, message);
    return bytes.toByteArray();
  }

  private static void text(ByteArrayOutputStream bytes, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= SHORT_MAX) {
      bytes.write(TEXT + utf8.length);
    } else if (utf8.length <= BYTE_MAX) {
      bytes.write(TEXT_ONE_BYTE_LENGTH);
      bytes.write(utf8.length);
    } else {
      bytes.write(TEXT_TWO_BYTES_LENGTH);
      bytes.write(utf8.length >> 8);
      bytes.write(utf8.length);
    }
    bytes.writeBytes(utf8);
  }
}
