package io.countinghouse.notification;

import io.countinghouse.kernel.Language;
import io.countinghouse.notification.MailContent.Fact;
import io.countinghouse.site.Brand;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Makes subject, HTML and plain text of a mail: one layout each, all words from the bundles. */
@Component
class MailRenderer {

  private final MailTexts texts;
  private final Brand brand;

  // An engine of its own, not a bean: pages have another one.
  private final SpringTemplateEngine engine = new SpringTemplateEngine();

  MailRenderer(MailTexts texts, Brand brand) {
    this.texts = texts;
    this.brand = brand;
    engine.addTemplateResolver(resolver(".html", TemplateMode.HTML));
    engine.addTemplateResolver(resolver(".txt", TemplateMode.TEXT));
  }

  private static ClassLoaderTemplateResolver resolver(String suffix, TemplateMode mode) {
    ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
    resolver.setPrefix("mail/");
    resolver.setResolvablePatterns(Set.of("*" + suffix));
    resolver.setTemplateMode(mode);
    resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
    return resolver;
  }

  /** A mail ready to be sent. */
  record Rendered(String subject, String html, String text) {

    @Override
    public String toString() {
      return "Rendered[subject=" + subject + "]";
    }
  }

  /**
   * @throws IllegalArgumentException if the mail lacks a value that its texts need
   */
  Rendered render(Mail mail) {
    MailContent content = content(mail);
    Context context = new Context(mail.language().locale());
    context.setVariable("mail", content);
    return new Rendered(
        content.subject(),
        engine.process("layout.html", context),
        engine.process("layout.txt", context));
  }

  private MailContent content(Mail mail) {
    Language language = mail.language();
    Map<String, String> values = new HashMap<>(mail.values());
    values.put("brand", brand.name(language));
    values.put("support", brand.supportEmail());
    String id = mail.template().id();
    List<String> steps = texts.numbered(language, id + ".step", values);
    String url = values.getOrDefault("url", "");
    return new MailContent(
        language.locale().toLanguageTag(),
        brand.name(language),
        brand.accentColour(),
        texts.text(language, id + ".subject", values),
        texts.text(language, "layout.greeting", values),
        texts.text(language, "layout.colon", values),
        texts.text(language, id + ".heading", values),
        texts.numbered(language, id + ".paragraph", values),
        values.getOrDefault("code", ""),
        facts(mail, values),
        steps.isEmpty() ? "" : texts.text(language, "layout.steps", values),
        steps,
        url.isEmpty() ? "" : texts.text(language, id + ".action", values),
        url,
        texts.numbered(language, id + ".note", values),
        texts.numbered(language, "layout.footer", values));
  }

  private List<Fact> facts(Mail mail, Map<String, String> values) {
    return Arrays.stream(mail.template().facts())
        .filter(name -> !values.getOrDefault(name, "").isEmpty())
        .map(name ->
            new Fact(
                texts.text(mail.language(), "fact." + name, Map.of()),
                values.getOrDefault(name, "")))
        .toList();
  }
}
