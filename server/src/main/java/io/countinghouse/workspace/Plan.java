package io.countinghouse.workspace;

/** What a workspace may use; the way from free to commercial is one-way. */
public enum Plan {
  /** 体验版: charged to nobody. */
  FREE,
  /** 商业版: charged to its payer. */
  COMMERCIAL
}
