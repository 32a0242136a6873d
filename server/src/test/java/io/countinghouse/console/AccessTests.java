package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every page says who may call it, and is held to it. */
class AccessTests extends ConsoleIntegration {

  @Autowired private RequestMappingHandlerMapping requestMappingHandlerMapping;

  @Test
  void everyHandlerSaysWhoMayCallIt() {
    List<HandlerMethod> pages =
        requestMappingHandlerMapping.getHandlerMethods().values().stream()
            .filter(it -> it.getBeanType().getPackage().equals(Access.class.getPackage()))
            .toList();
    assertThat(pages).hasSizeGreaterThan(20);
    assertThat(pages)
        .allSatisfy(page -> assertThat(page.getMethodAnnotation(Access.class)).isNotNull());
  }

  @Test
  void aHandlerThatDoesNotSayIsCalledByNobody() {
    assertThatIllegalStateException()
        .isThrownBy(() -> call("silent"))
        .withMessageContaining("@Access");
  }

  @Test
  void theGateHoldsWhateverTheFiltersLetThrough() {
    assertThatExceptionOfType(NotLandedException.class).isThrownBy(() -> call("landed"));
    assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> call("customer"));
    assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> call("operator"));
    assertThat(call("anybody")).isTrue();
  }

  @Test
  void whoRegistersUnderTheSetUpHasToComeFromAws() {
    assertThat(call("registering", "/register/company")).isTrue();
    assertThatExceptionOfType(NotLandedException.class)
        .isThrownBy(() -> call("registering", "/setup/register/company"));
  }

  private static boolean call(String name) {
    return call(name, "/");
  }

  private static boolean call(String name, String path) {
    Method method =
        Stream.of(Page.class.getDeclaredMethods())
            .filter(it -> it.getName().equals(name))
            .findFirst()
            .orElseThrow();
    MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
    request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, path);
    return new AccessGate()
        .preHandle(request, new MockHttpServletResponse(), new HandlerMethod(new Page(), method));
  }

  /** Handlers of each kind. */
  static final class Page {

    public void silent() {}

    @Access(Access.Who.PUBLIC)
    public void anybody() {}

    @Access(Access.Who.LANDED)
    public void landed() {}

    @Access(Access.Who.REGISTERING)
    public void registering() {}

    @Access(Access.Who.CUSTOMER)
    public void customer() {}

    @Access(Access.Who.OPERATOR)
    public void operator() {}
  }
}
