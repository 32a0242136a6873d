package io.countinghouse.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;

/** The price lists of a run. */
final class Prices {

  static final String FIRST = "classpath:price-lists/2026-01-01.csv";

  /** Other prices, so that a run has a day at which they change. */
  static final String SECOND = "classpath:simulation/second-prices.csv";

  /** The first billing day at them; from then on network hosts grant time series. */
  static final String SECOND_FROM = "2026-05-16";

  private Prices() {}

  static String text(String location) {
    try {
      return new ClassPathResource(location.substring("classpath:".length()))
          .getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
