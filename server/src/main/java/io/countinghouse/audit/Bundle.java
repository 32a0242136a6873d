package io.countinghouse.audit;

import java.security.MessageDigest;
import java.util.UUID;

/**
 * What one deed did to many, whose entries are not written out yet.
 *
 * @param nonce the first entry's
 * @param said the subjects and their details as JSON, see {@link Bundles}
 */
// Rows are never compared.
@SuppressWarnings("ArrayRecordComponent")
record Bundle(UUID nonce, Deed deed, String said, byte[] mac) {

  /** As the server writes it. */
  static Bundle signed(UUID nonce, Deed deed, String said, AuditKey key) {
    return new Bundle(nonce, deed, said, mac(nonce, deed, said, key));
  }

  /** Whether the server wrote it so. */
  boolean isSignedBy(AuditKey key) {
    return MessageDigest.isEqual(mac, mac(nonce, deed, said, key));
  }

  private static byte[] mac(UUID nonce, Deed deed, String said, AuditKey key) {
    return key.mac(
        "audit bundle",
        nonce.toString(),
        deed.at().toString(),
        deed.actorKind(),
        deed.actor(),
        deed.action(),
        said);
  }
}
