package io.countinghouse.identity;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * Hashes passwords with little memory: tests of the whole server make hundreds of accounts, and
 * hashing as the server does took most of their time. {@link AccountsTest} keeps the real one. Not
 * annotated, so that a server started by hand in a test does not find it by scanning.
 */
public final class QuickPasswords {

  private static final int MEMORY_KIB = 64;

  @Bean
  @Primary
  PasswordHasher quickPasswordHasher() {
    return new PasswordHasher(MEMORY_KIB);
  }
}
