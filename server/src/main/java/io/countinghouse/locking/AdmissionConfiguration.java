package io.countinghouse.locking;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the admission check before everything else the web server does. */
@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> admissionValve(
      AdmissionAnswers answers) {
    return factory -> factory.addEngineValves(new AdmissionValve(answers));
  }

  /**
   * Lets the web server hand on what the paths and methods of other services may be; everywhere but
   * at the admission check Spring Security's firewall still refuses them.
   */
  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> anyPathAndMethod() {
    return factory ->
        factory.addConnectorCustomizers(connector -> {
          String passedThrough = EncodedSolidusHandling.PASS_THROUGH.getValue();
          connector.setEncodedSolidusHandling(passedThrough);
          connector.setEncodedReverseSolidusHandling(passedThrough);
          connector.setAllowTrace(true);
          connector.setProperty("relaxedPathChars", "\"<>[\\]^`{|}");
          connector.setProperty("relaxedQueryChars", "\"<>[\\]^`{|}");
        });
  }

  /** It is no controller's, so its description is written by hand. */
  @Bean
  OpenApiCustomizer admissionDescription() {
    return api -> api.path(AdmissionValve.PATH, new PathItem().get(operation()));
  }

  private static Operation operation() {
    return new Operation()
        .addTagsItem("Admission")
        .operationId("checkAdmission")
        .summary("Ask what a workspace may do")
        .description(
            "For data planes and their proxies (nginx `auth_request`, Envoy `ext_authz`). The"
                + " workspace's token goes in `Authorization: Bearer`. Any method and any path below"
                + " this one get the same answer; a body is not read. Answers may be kept for a"
                + " second.")
        .responses(
            new ApiResponses()
                .addApiResponse(
                    "200",
                    new ApiResponse()
                        .description(
                            "`X-Admission: allow`, or `read-only`: answer queries, take no new"
                                + " data"))
                .addApiResponse(
                    "403",
                    new ApiResponse()
                        .description("Fully locked, dissolved, or the token is unknown"))
                .addApiResponse(
                    "503", new ApiResponse().description("It cannot be told now; ask again")));
  }
}
