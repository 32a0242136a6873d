package io.countinghouse.identity;

import io.countinghouse.audit.AuditKey;
import org.springframework.stereotype.Component;

/** The audit trail's use of the server's secret. */
@Component
class TrailKey implements AuditKey {

  private final KeyedHash hash;

  TrailKey(KeyedHash hash) {
    this.hash = hash;
  }

  @Override
  public byte[] mac(String use, String... texts) {
    return hash.of(use, texts);
  }
}
