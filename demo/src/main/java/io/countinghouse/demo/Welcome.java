package io.countinghouse.demo;

import awssimulator.AwsSimulator;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What the demo says when it is ready. */
final class Welcome {

  private static final int INDENT = 4;

  private Welcome() {}

  static String text(Options options, Secrets secrets, AwsSimulator simulator) {
    return """

    Ready after %s s. Everything is kept in %s.

      Marketplace    %s
      Countinghouse  %s
      Back office    %s/operator      sign in as %s, password %s
                     second factor: add key %s to an authenticator app
      Mail box       http://localhost:%d               list: /messages, SMTP: %d
      Clock          %s/demo/clock
      Usage API      %s/api/v1/usage  key %s

      AWS simulator  control API %s/control/openapi.json
        %s

    Stop with Ctrl-C; 'bin/demo --reset' begins afresh.
    """
        .formatted(
            secondsSinceStart(),
            options.data(),
            options.simulatorUrl(),
            options.serverUrl(),
            options.serverUrl(),
            Secrets.OPERATOR,
            secrets.operatorPassword(),
            secrets.operatorTotpSecret(),
            options.mailPort(),
            options.smtpPort(),
            options.serverUrl(),
            options.serverUrl(),
            secrets.apiKey(),
            options.simulatorUrl(),
            products(simulator).indent(INDENT).strip());
  }

  private static String products(AwsSimulator simulator) {
    StringBuilder text = new StringBuilder();
    for (DemoProduct product : DemoProduct.values()) {
      AwsSimulator.Product known = product.in(simulator);
      text.append(
          """
          %s: %s model, %s, %s
            product code %s
            queue        %s
            access key   %s
            secret key   %s
          """
              .formatted(
                  product.id(),
                  product.model(),
                  known.region(),
                  product.currency(),
                  known.code(),
                  known.queueUrl(),
                  known.accessKeyId(),
                  known.secretAccessKey()));
    }
    return text.toString();
  }

  private static BigDecimal secondsSinceStart() {
    return BigDecimal.valueOf(ManagementFactory.getRuntimeMXBean().getUptime(), 3)
        .setScale(1, RoundingMode.HALF_UP);
  }
}
