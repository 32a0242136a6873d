package io.countinghouse;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * A test of a server that sells the products of both models. The method is one for all of them, so
 * that those that import the same beans share a started server.
 */
public interface BothProducts {

  @DynamicPropertySource
  static void products(DynamicPropertyRegistry registry) {
    ConcurrentJob.register(registry);
  }
}
