package io.countinghouse.console;

import io.countinghouse.webhook.WebhookEndpoint;
import io.countinghouse.webhook.WebhookType;
import io.countinghouse.webhook.Webhooks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The endpoints that other systems of the installation are told at, as operators manage them. */
@Controller
class OperatorWebhookController {

  private static final int DESCRIPTION_MAX = 200;

  private final Webhooks webhooks;
  private final OperatorWebhooks pages;

  OperatorWebhookController(Webhooks webhooks, OperatorWebhooks pages) {
    this.webhooks = webhooks;
    this.pages = pages;
  }

  /**
   * An endpoint as typed.
   *
   * @param types the ids of what it wants; empty for all
   */
  record Form(@Nullable String url, @Nullable String description, @Nullable List<String> types) {

    static Form of(WebhookEndpoint endpoint) {
      return new Form(
          endpoint.url(),
          endpoint.description(),
          endpoint.types().stream().map(WebhookType::id).toList());
    }

    String cleanUrl() {
      return url == null ? "" : url.strip();
    }

    String cleanDescription() {
      return description == null ? "" : description.strip();
    }

    Set<WebhookType> wanted() {
      return types == null
          ? Set.of()
          : types.stream()
              .flatMap(it -> WebhookType.ofId(it).stream())
              .collect(Collectors.toUnmodifiableSet());
    }
  }

  private FieldProblems check(Form form) {
    FieldProblems problems = new FieldProblems();
    if (!webhooks.isAllowed(form.cleanUrl())) {
      problems.add("url", "webhooks.problem.url");
    }
    if (form.cleanDescription().isEmpty() || form.cleanDescription().length() > DESCRIPTION_MAX) {
      problems.add("description", "webhooks.problem.description", DESCRIPTION_MAX);
    }
    return problems;
  }

  @GetMapping("/operator/webhooks")
  @Access(Access.Who.OPERATOR)
  ModelAndView all(HttpServletRequest request) {
    return pages.all(new Form("", "", List.of()), new FieldProblems(), request);
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = "/operator/webhooks", params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView inOtherLanguage(Form form, HttpServletRequest request) {
    return pages.all(form, new FieldProblems(), request);
  }

  /** Adds an endpoint and shows its secret, this once. */
  @PostMapping("/operator/webhooks")
  @Access(Access.Who.OPERATOR)
  ModelAndView create(
      Form form,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    FieldProblems problems = check(form);
    if (!problems.isEmpty()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return pages.all(form, problems, request);
    }
    Webhooks.Created created =
        webhooks.create(operator.actor(), form.cleanUrl(), form.cleanDescription(), form.wanted());
    return pages.withSecret(created.endpoint(), created.secret(), request);
  }

  /**
   * An endpoint and its log.
   *
   * @param before the id of the last delivery of the page before
   */
  @GetMapping("/operator/webhooks/{id}")
  @Access(Access.Who.OPERATOR)
  ModelAndView one(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Long before,
      HttpServletRequest request) {
    WebhookEndpoint endpoint = found(id);
    return pages.one(endpoint, Form.of(endpoint), new FieldProblems(), before, request);
  }

  /** The language switch on the page of an endpoint. */
  @PostMapping(path = "/operator/webhooks/{id}", params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView oneInOtherLanguage(@PathVariable String id, Form form, HttpServletRequest request) {
    return pages.one(found(id), form, new FieldProblems(), null, request);
  }

  /** Changes where and what it is sent. */
  @PostMapping("/operator/webhooks/{id}")
  @Access(Access.Who.OPERATOR)
  ModelAndView change(
      @PathVariable String id,
      Form form,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    WebhookEndpoint endpoint = found(id);
    FieldProblems problems = check(form);
    if (!problems.isEmpty()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return pages.one(endpoint, form, problems, null, request);
    }
    webhooks.change(operator.actor(), id, form.cleanUrl(), form.cleanDescription(), form.wanted());
    return back(id);
  }

  /** Gives it another secret and shows that, this once. */
  @PostMapping("/operator/webhooks/{id}/secret")
  @Access(Access.Who.OPERATOR)
  ModelAndView secret(
      @PathVariable String id,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request) {
    Optional<String> secret = webhooks.changeSecret(operator.actor(), id);
    return pages.withSecret(
        found(id), secret.orElseThrow(() -> new PageNotFoundException("no endpoint")), request);
  }

  @PostMapping("/operator/webhooks/{id}/disable")
  @Access(Access.Who.OPERATOR)
  ModelAndView disable(
      @PathVariable String id, @AuthenticationPrincipal SignedInOperator operator) {
    found(id);
    webhooks.disable(operator.actor(), id);
    return back(id);
  }

  @PostMapping("/operator/webhooks/{id}/enable")
  @Access(Access.Who.OPERATOR)
  ModelAndView enable(@PathVariable String id, @AuthenticationPrincipal SignedInOperator operator) {
    found(id);
    webhooks.enable(operator.actor(), id);
    return back(id);
  }

  /** Nothing need be done about what it was not sent. */
  @PostMapping("/operator/webhooks/{id}/let-go")
  @Access(Access.Who.OPERATOR)
  ModelAndView letGo(@PathVariable String id, @AuthenticationPrincipal SignedInOperator operator) {
    found(id);
    webhooks.letGo(operator.actor(), id);
    return back(id);
  }

  /** Sends it an event that says nothing. */
  @PostMapping("/operator/webhooks/{id}/test")
  @Access(Access.Who.OPERATOR)
  ModelAndView test(@PathVariable String id, @AuthenticationPrincipal SignedInOperator operator) {
    found(id);
    webhooks.test(operator.actor(), id);
    return back(id);
  }

  /**
   * Sends again.
   *
   * @param delivery which; empty for all that were given up
   */
  @PostMapping("/operator/webhooks/{id}/replay")
  @Access(Access.Who.OPERATOR)
  ModelAndView replay(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Long delivery,
      @AuthenticationPrincipal SignedInOperator operator) {
    found(id);
    webhooks.replay(operator.actor(), id, delivery);
    return back(id);
  }

  private WebhookEndpoint found(String id) {
    return webhooks
        .find(id)
        .orElseThrow(() -> new PageNotFoundException("there is no webhook endpoint of this id"));
  }

  private static ModelAndView back(String id) {
    return new ModelAndView("redirect:/operator/webhooks/" + id);
  }
}
