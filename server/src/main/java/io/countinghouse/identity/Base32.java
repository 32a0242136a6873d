package io.countinghouse.identity;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** Base 32 of RFC 4648 without padding, as authenticator apps read and people type secrets. */
final class Base32 {

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;
  private static final int MASK = 31;

  private Base32() {}

  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int held = 0;
    for (byte next : bytes) {
      buffer = (buffer << Byte.SIZE) | (next & 0xff);
      held += Byte.SIZE;
      while (held >= BITS) {
        held -= BITS;
        text.append(ALPHABET.charAt((buffer >> held) & MASK));
      }
    }
    if (held > 0) {
      text.append(ALPHABET.charAt((buffer << (BITS - held)) & MASK));
    }
    return text.toString();
  }

  /**
   * @throws IllegalArgumentException if there is any other character; blanks are skipped
   */
  static byte[] decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int buffer = 0;
    int held = 0;
    for (char next : text.replace(" ", "").toUpperCase(Locale.ROOT).toCharArray()) {
      int value = ALPHABET.indexOf(next);
      if (value < 0) {
        throw new IllegalArgumentException("not base 32");
      }
      buffer = (buffer << BITS) | value;
      held += BITS;
      if (held >= Byte.SIZE) {
        held -= Byte.SIZE;
        bytes.write(buffer >> held);
      }
    }
    return bytes.toByteArray();
  }
}
