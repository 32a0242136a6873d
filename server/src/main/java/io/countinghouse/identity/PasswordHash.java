package io.countinghouse.identity;

/**
 * A password as it is stored; what was typed cannot be had from it.
 *
 * @param value by Argon2id, with its salt
 */
public record PasswordHash(String value) {

  @Override
  public String toString() {
    return "***";
  }
}
