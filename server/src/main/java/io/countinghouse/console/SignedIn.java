package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import java.io.Serializable;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who is signed in, as kept in the session. It says who somebody is, never what they may do: that
 * is looked up at each request.
 */
sealed interface SignedIn extends AuthenticatedPrincipal, Serializable
    permits SignedInCustomer, SignedInBilling, SignedInOperator {

  /** Whose sign-in it is. */
  AccountRef ref();

  /** The account's name, for the menu. */
  String username();

  /** What it was signed in with and since when. */
  Stamp stamp();

  /**
   * What a sign-in is held against at each request.
   *
   * @param epoch how often all sign-ins of the account had been ended before it
   * @param since wall time, in seconds since 1970
   */
  record Stamp(int epoch, long since) implements Serializable {}

  @Override
  default String getName() {
    return ref().id();
  }
}
