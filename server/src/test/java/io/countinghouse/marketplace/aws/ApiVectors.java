package io.countinghouse.marketplace.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published examples of AWS's API. */
final class ApiVectors {

  private ApiVectors() {}

  /** Those of an operation. */
  static JsonNode of(String operation) {
    try (var in = new ClassPathResource("aws/vectors.json").getInputStream()) {
      return JsonMapper.builder().build().readTree(in).path("api").path(operation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
