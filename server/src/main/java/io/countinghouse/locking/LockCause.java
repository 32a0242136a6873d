package io.countinghouse.locking;

/** Why a workspace is locked. */
public enum LockCause {
  /** The AWS subscription that paid for it ended. */
  SUBSCRIPTION_ENDED,
  /** The billing account that paid for it is in arrears. */
  ARREARS
}
