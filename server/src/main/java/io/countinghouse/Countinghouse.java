package io.countinghouse;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The server: settles usage of a SaaS through its customers' AWS accounts. */
@SpringBootApplication
public class Countinghouse {

  public static void main(String[] args) {
    start(args);
  }

  /**
   * Starts a server; its configuration is {@code countinghouse.yml}, then the environment, then the
   * arguments.
   *
   * @param args settings as {@code --key=value}
   * @return the running server; closing it stops it
   */
  public static ConfigurableApplicationContext start(String... args) {
    return new SpringApplicationBuilder(Countinghouse.class)
        .properties("spring.config.name=countinghouse")
        .run(args);
  }
}
