package io.countinghouse.bench;

import jakarta.servlet.Filter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** An endpoint of the server that answers nothing, at once, before all else the server does. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("bench.empty-endpoint")
class EmptyEndpoint {

  static final String PATH = "/bench/empty";

  @Bean
  FilterRegistrationBean<Filter> emptyFilter() {
    FilterRegistrationBean<Filter> filter =
        new FilterRegistrationBean<>((_, response, _) -> response.setContentLength(0));
    filter.addUrlPatterns(PATH);
    filter.setName("emptyEndpoint");
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }
}
