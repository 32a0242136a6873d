package io.countinghouse.kernel.config;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the web server takes its callers.
 *
 * @param trustedProxies addresses or networks (CIDR) of the proxies whose {@code X-Forwarded-For},
 *     {@code -Proto}, {@code -Host} and {@code -Port} headers are believed; nobody's by default
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.web", ignoreUnknownFields = false)
record WebSettings(
    @DefaultValue @NotNull
        List<
                @Pattern(
                    regexp = "[0-9A-Fa-f.:]+(/\\d{1,3})?",
                    message = "must be an IP address or a network such as 10.0.0.0/8")
                String>
            trustedProxies) {

  WebSettings {
    trustedProxies = List.copyOf(trustedProxies);
  }
}
