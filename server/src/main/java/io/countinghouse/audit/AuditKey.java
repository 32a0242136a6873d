package io.countinghouse.audit;

/** The server's secret as the trail needs it; whoever owns the secret implements this. */
public interface AuditKey {

  /**
   * A keyed hash, 32 bytes, of some texts; different lists of texts never run into the same bytes.
   *
   * @param use keeps the hashes of different uses apart
   */
  byte[] mac(String use, String... texts);
}
