package awssimulator.junit;

import awssimulator.client.SimulatorClient;
import awssimulator.junit.WithAwsSimulator.Lifetime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a simulator for tests and stops it after them; tests take it as a parameter of type {@link
 * LocalSimulator} or {@link SimulatorClient}.
 *
 * <ul>
 *   <li>By {@link WithAwsSimulator} on the class: one for the class, or one for each test.
 *   <li>By {@code @RegisterExtension static}: one for the class; without {@code static} one for
 *       each test. {@link #simulator()} is the one that runs.
 * </ul>
 *
 * Test classes that run at the same time each have their own.
 */
public final class AwsSimulatorExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(AwsSimulatorExtension.class);

  private final Map<String, String> settings = new LinkedHashMap<>();
  private volatile @Nullable LocalSimulator running;

  /** With the default settings, or those of {@link WithAwsSimulator}. */
  public AwsSimulatorExtension() {}

  /** This extension with one more setting, such as {@code aws-simulator.start-at}. */
  public AwsSimulatorExtension with(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /**
   * The simulator that runs for the class or test under way.
   *
   * @throws IllegalStateException before it is started and after it is stopped
   */
  public LocalSimulator simulator() {
    LocalSimulator found = running;
    if (found == null) {
      throw new IllegalStateException("The simulator runs only while its tests do");
    }
    return found;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (lifetime(context) == Lifetime.CLASS && find(context) == null) {
      start(context);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (find(context) == null) {
      start(context);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stop(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return find(context) != null && (type == LocalSimulator.class || type == SimulatorClient.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    LocalSimulator simulator = find(context);
    if (simulator == null) {
      throw new IllegalStateException("The simulator is not running");
    }
    return parameter.getParameter().getType() == SimulatorClient.class
        ? simulator.client()
        : simulator;
  }

  private void start(ExtensionContext context) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String setting : annotation(context).map(WithAwsSimulator::settings).orElse(NONE)) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("A setting is key=value, not " + setting);
      }
      all.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    all.putAll(settings);
    LocalSimulator simulator = LocalSimulator.start(all);
    store(context).put(LocalSimulator.class, simulator);
    running = simulator;
  }

  private void stop(ExtensionContext context) {
    // Only what was started in this very context: an enclosing class's goes on.
    LocalSimulator simulator = store(context).remove(LocalSimulator.class, LocalSimulator.class);
    if (simulator != null) {
      running = null;
      simulator.close();
    }
  }

  private static final String[] NONE = {};

  private static Lifetime lifetime(ExtensionContext context) {
    return annotation(context).map(WithAwsSimulator::lifetime).orElse(Lifetime.CLASS);
  }

  private static Optional<WithAwsSimulator> annotation(ExtensionContext context) {
    for (Class<?> type = context.getTestClass().orElse(null);
        type != null;
        type = type.getEnclosingClass()) {
      WithAwsSimulator found = type.getAnnotation(WithAwsSimulator.class);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static @Nullable LocalSimulator find(ExtensionContext context) {
    return store(context).get(LocalSimulator.class, LocalSimulator.class);
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
