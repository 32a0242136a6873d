package io.countinghouse.identity;

/** What an e-mail code is good for; a code of one purpose is worth nothing for another. */
public enum CodePurpose {
  /** Shows that who registers reads the mail of the address. */
  REGISTRATION
}
