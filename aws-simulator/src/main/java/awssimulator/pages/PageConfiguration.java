package awssimulator.pages;

import java.time.Duration;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;

/** Languages, style sheets and the guard of the pages. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {
  /** Must be the version in the pom; a test fetches the style sheet. */
  private static final String TABLER =
      "classpath:/META-INF/resources/webjars/tabler__core/1.4.0/dist/";

  private final PageGuard guard;

  PageConfiguration(PageGuard guard) {
    this.guard = guard;
  }

  /** The switch's cookie decides, else the browser's preference; Chinese or English. */
  @Bean
  static LocaleResolver localeResolver() {
    CookieLocaleResolver resolver = new CookieLocaleResolver("simulator-language");
    resolver.setCookieHttpOnly(true);
    resolver.setCookieSameSite("Lax");
    resolver.setCookieMaxAge(Duration.ofDays(365));
    resolver.setDefaultLocaleFunction(request ->
        request.getHeader("Accept-Language") != null
                && request.getLocale().getLanguage().equals("zh")
            ? Locale.SIMPLIFIED_CHINESE
            : Locale.ENGLISH);
    return resolver;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(guard);
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    CacheControl day = CacheControl.maxAge(Duration.ofDays(1));
    registry
        .addResourceHandler("/assets/tabler/**")
        .addResourceLocations(TABLER)
        .setCacheControl(day);
    registry
        .addResourceHandler("/assets/*")
        .addResourceLocations("classpath:/awssimulator/static/");
  }
}
