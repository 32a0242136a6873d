package io.countinghouse.identity;

/** What a code is good for; a code of one purpose is worth nothing for another. */
public enum CodePurpose {
  /** Shows that who registers reads the mail of the address. */
  REGISTRATION,
  /** Sets a new password of a console account. */
  CONSOLE_PASSWORD,
  /** Sets a new password of a billing account. */
  BILLING_PASSWORD,
  /** Shows that somebody may act for a billing account when AWS settlement is set up. */
  BILLING_ACCOUNT_PROOF,
  /** Shows that somebody is the owner of a workspace that is to be bound. */
  WORKSPACE_OWNER_PROOF,
  /** Shows that somebody owns the console account that a new workspace is made for. */
  WORKSPACE_CREATION,
  /** Shows at the old address that an account's address may be changed. */
  EMAIL_CHANGE,
  /** Shows that an account's owner reads the mail of the new address. */
  NEW_EMAIL,
  /** Shows at the old phone, or at the address on file, that an account's phone may be changed. */
  PHONE_CHANGE,
  /** Shows that an account's owner has the new phone. */
  NEW_PHONE;

  /**
   * Whether a code goes where it was asked for, which may be a stranger's, not to what is on file.
   */
  boolean isForNew() {
    return this == NEW_EMAIL || this == NEW_PHONE;
  }
}
