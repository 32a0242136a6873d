package io.countinghouse.acceptance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one demo, started for the first of them and stopped after the last: for those that
 * leave it running and mind their own customers only. Its clock goes on from test to test.
 */
final class SharedDemo implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == DemoProcess.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedDemo.class))
        .computeIfAbsent(DemoProcess.class, _ -> DemoProcess.start(), DemoProcess.class);
  }
}
