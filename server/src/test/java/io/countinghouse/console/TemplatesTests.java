package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What is easily written wrong in a template, and shows on no error page. */
class TemplatesTests {

  private static final Pattern TAG = Pattern.compile("<[a-z:]+(\\s+[\\w:-]+(=\"[^\"]*\")?)+\\s*>");

  /**
   * On one element a replacement comes first and the condition is lost (<a
   * href="https://www.thymeleaf.org/doc/tutorials/3.1/usingthymeleaf.html#attribute-precedence">attribute
   * precedence</a>): the condition belongs on a block around it.
   */
  @Test
  void noConditionIsLostToAReplacement() throws IOException {
    List<String> lost = new ArrayList<>();
    int tags = 0;
    for (Resource template :
        new PathMatchingResourcePatternResolver().getResources("classpath:templates/**/*.html")) {
      Matcher tag = TAG.matcher(template.getContentAsString(StandardCharsets.UTF_8));
      while (tag.find()) {
        tags++;
        if (has(tag.group(), "th:(if|unless|each)") && has(tag.group(), "th:(replace|insert)")) {
          lost.add(template.getFilename() + ": " + tag.group());
        }
      }
    }
    assertThat(tags).isGreaterThan(1000);
    assertThat(lost).isEmpty();
  }

  private static boolean has(String tag, String attributes) {
    return Pattern.compile("\\s" + attributes + "=").matcher(tag).find();
  }
}
