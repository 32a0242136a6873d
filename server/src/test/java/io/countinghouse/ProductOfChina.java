package io.countinghouse;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A test of a server that sells the legacy product of China. The method is one for all of them, so
 * that those that import the same beans share a started server.
 */
interface ProductOfChina {

  @DynamicPropertySource
  static void product(DynamicPropertyRegistry registry) {
    MainJob.register(registry);
  }
}
