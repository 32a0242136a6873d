package io.countinghouse.usage;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How JSON is read here: a member that is named twice, or text after the end, is an error. */
final class StrictJson {

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          // While the tree is built: the parser's own check keeps a set of names for each object.
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}
}
