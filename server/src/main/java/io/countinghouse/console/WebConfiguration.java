package io.countinghouse.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the parts of the pages together. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

  private static final List<String> NO_PAGES =
      List.of("/api/**", "/webjars/**", "/assets/**", "/brand.css");

  /** The texts of the pages; a missing one is an error, not a guess. */
  @Bean
  MessageSource messageSource() {
    ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
    texts.setBasename("messages");
    texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
    texts.setFallbackToSystemLocale(false);
    // An apostrophe is written the same way whether a text has arguments or not.
    texts.setAlwaysUseMessageFormat(true);
    return texts;
  }

  /** The gate before all else, but for what brings a landing to it. */
  @Bean
  WebMvcConfigurer pages(
      LandingCookie landing,
      AccessGate gate,
      LockedGate locked,
      GivenPasswordGate givenPassword,
      PageLanguage language,
      PageFrame frame) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(landing).addPathPatterns("/setup", "/setup/**");
        registry.addInterceptor(gate);
        registry.addInterceptor(locked).addPathPatterns("/w/**");
        registry.addInterceptor(givenPassword).addPathPatterns("/operator", "/operator/**");
        registry.addInterceptor(language).excludePathPatterns(NO_PAGES);
        registry.addInterceptor(frame).excludePathPatterns(NO_PAGES);
      }
    };
  }
}
