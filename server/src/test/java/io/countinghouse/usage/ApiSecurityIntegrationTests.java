package io.countinghouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.audit.Actor;
import io.countinghouse.identity.ApiKeys;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@JobTest
class ApiSecurityIntegrationTests implements BothProducts {

  @Autowired private MockMvcTester mvc;
  @Autowired private ApiKeys keys;
  @Autowired private JdbcClient jdbc;
  @Autowired private JsonMapper json;

  @Test
  void aRequestWithoutAKeyIsToldHowToSendOne() {
    MvcTestResult result = post(null);
    unauthorized(result);
    assertThat(result).hasHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"countinghouse\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer chk_0123456789012345678901234567890123456789012",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "Bearer a b",
        "chk_0123456789012345678901234567890123456789012"
      })
  void aKeyThatIsNoneIsRefused(String header) {
    MvcTestResult result = post(header);
    unauthorized(result);
    assertThat(result)
        .hasHeader(
            HttpHeaders.WWW_AUTHENTICATE,
            "Bearer realm=\"countinghouse\", error=\"invalid_token\"");
  }

  @Test
  void aRevokedKeyIsRefusedAtOnce() {
    String key = keys.issue("short-lived");
    assertThat(post("bearer " + key)).hasStatus(200);
    String id =
        keys.authenticate(key).orElseThrow(() -> new AssertionError("the key is not known")).id();
    keys.revoke(Actor.SYSTEM, id);
    unauthorized(post("Bearer " + key));
  }

  @Test
  void aSignedInSessionOfThePagesCountsForNothing() {
    MockHttpSession session = new MockHttpSession();
    session.setAttribute(
        HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY,
        new SecurityContextImpl(
            UsernamePasswordAuthenticationToken.authenticated("operator", null, List.of())));
    unauthorized(
        mvc.post()
            .uri("/api/v1/usage")
            .session(session)
            .header("Content-Type", "application/json")
            .content("[]")
            .exchange());
  }

  @Test
  void noRequestMakesASession() {
    assertThat(post(null).getRequest().getSession(false)).isNull();
    MvcTestResult taken = post("Bearer " + keys.issue("no session"));
    assertThat(taken).hasStatus(200);
    assertThat(taken.getRequest().getSession(false)).isNull();
    assertThat(jdbc.sql("SELECT count(*) FROM spring_session").query(Integer.class).single())
        .isZero();
  }

  @Test
  void otherPathsOfTheApiNeedAKeyToo() {
    unauthorized(mvc.get().uri("/api/v1/usage").exchange());
    unauthorized(mvc.get().uri("/api/v2/anything").exchange());
    String key = "Bearer " + keys.issue("looking around");
    assertThat(mvc.get().uri("/api/v1/usage").header("Authorization", key).exchange())
        .hasStatus(405)
        .bodyJson()
        .extractingPath("$.reason")
        .isEqualTo("method_not_allowed");
    assertThat(mvc.get().uri("/api/v1/usage;x=1").header("Authorization", key).exchange())
        .hasStatus(400);
    assertThat(mvc.get().uri("/api/v2/anything").header("Authorization", key).exchange())
        .hasStatus(404)
        .bodyJson()
        .extractingPath("$.type")
        .isEqualTo("urn:countinghouse:problem:not_found");
  }

  @Test
  void theDescriptionIsOpenAndHoldsThisApiAlone() {
    MvcTestResult result = mvc.get().uri("/api/openapi.json").exchange();
    assertThat(result).hasStatus(200);
    JsonNode api = json.readTree(result.getResponse().getContentAsByteArray());
    assertThat(api.path("paths").propertyNames())
        .containsExactlyInAnyOrder("/api/v1/usage", "/api/v1/admission");
    JsonNode report = api.at("/paths/~1api~1v1~1usage/post");
    assertThat(report.path("requestBody").path("content").propertyNames())
        .containsExactlyInAnyOrder(
            "application/cloudevents+json",
            "application/cloudevents-batch+json",
            "application/x-ndjson",
            "application/json");
    assertThat(report.path("responses").propertyNames())
        .containsExactlyInAnyOrder("200", "400", "401", "413", "415", "503");
    assertThat(api.at("/components/schemas/UsageEvent/properties").propertyNames())
        .contains("data", "data_base64")
        .doesNotContain("dataBase64");
    assertThat(api.at("/components/securitySchemes/apiKey/scheme").stringValue())
        .isEqualTo("bearer");
    assertThat(api.at("/components/schemas/RefusedEvent/properties/reason/enum").values())
        .extracting(JsonNode::stringValue)
        .containsExactlyInAnyOrder(
            Arrays.stream(RefusalReason.values()).map(RefusalReason::code).toArray(String[]::new));
    assertThat(api.at("/components/schemas/UsageData/properties/item/enum").values())
        .extracting(JsonNode::stringValue)
        .containsExactlyInAnyOrder(
            Arrays.stream(Item.values()).map(Item::id).toArray(String[]::new));
  }

  @Test
  void thePageForPeopleIsOpenAndMayRunOurScriptsOnly() {
    assertThat(mvc.get().uri("/api").exchange())
        .hasStatus3xxRedirection()
        .hasRedirectedUrl("/api/swagger-ui/index.html");
    MvcTestResult page = mvc.get().uri("/api/swagger-ui/index.html").exchange();
    assertThat(page).hasStatus(200);
    assertThat(page.getResponse().getHeader("Content-Security-Policy"))
        .contains("default-src 'none'")
        .contains("script-src 'self';");
  }

  @Test
  void theDescriptionsHeadIsOpenToo() {
    assertThat(mvc.head().uri("/api").exchange()).hasStatus3xxRedirection();
    assertThat(mvc.head().uri("/api/openapi.json").exchange()).hasStatus(200);
    unauthorized(mvc.head().uri("/api/v1/usage").exchange());
  }

  private MvcTestResult post(@Nullable String authorization) {
    MockMvcTester.MockMvcRequestBuilder request =
        mvc.post().uri("/api/v1/usage").header("Content-Type", "application/json").content("[]");
    return authorization == null
        ? request.exchange()
        : request.header("Authorization", authorization).exchange();
  }

  private void unauthorized(MvcTestResult result) {
    assertThat(result).hasStatus(401).hasContentType("application/problem+json");
    assertThat(json.readTree(result.getResponse().getContentAsByteArray()).path("reason"))
        .isEqualTo(json.readTree("\"unauthorized\""));
  }
}
