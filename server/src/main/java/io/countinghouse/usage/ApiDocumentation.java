package io.countinghouse.usage;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The API's description: JSON at {@code /api/openapi.json}, for people at {@code /api}. */
@Hidden
@Configuration(proxyBeanMethods = false)
class ApiDocumentation implements WebMvcConfigurer {

  static final String SECURITY_SCHEME = "apiKey";

  /** What anyone may read. */
  static final String[] PUBLIC_PATHS = {
    "/api", "/api/", "/api/docs", "/api/swagger-ui/**", "/api/openapi.json", "/api/openapi.json/**"
  };

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addRedirectViewController("/api", "/api/swagger-ui/index.html");
    registry.addRedirectViewController("/api/", "/api/swagger-ui/index.html");
  }

  @Bean
  OpenAPI apiDescription() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Countinghouse API")
                .version("v1")
                .description(
                    "For the data plane of the service: report what workspaces used. Errors are"
                        + " problem documents (RFC 9457, `application/problem+json`) with a stable"
                        + " `reason`. Times are business time."))
        .servers(List.of(new Server().url("/").description("This server")))
        .components(
            new Components()
                .addSecuritySchemes(
                    SECURITY_SCHEME,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("An API key: `Authorization: Bearer <key>`.")));
  }
}
