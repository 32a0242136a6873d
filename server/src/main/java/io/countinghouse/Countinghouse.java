package io.countinghouse;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server: settles usage of a SaaS through its customers' AWS accounts. */
@SpringBootApplication
public class Countinghouse {

  public static void main(String[] args) {
    SpringApplication.run(Countinghouse.class, args);
  }
}
