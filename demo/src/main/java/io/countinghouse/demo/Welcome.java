package io.countinghouse.demo;

import awssimulator.AwsSimulator;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What the demo says when it is ready. */
final class Welcome {

  private Welcome() {}

  static String text(Options options, Secrets secrets, AwsSimulator.Product product) {
    return """

    Ready after %s s. Everything is kept in %s.

      Marketplace    %s
      Countinghouse  %s
      Back office    %s/operator      sign in as %s, password %s
      Mail box       http://localhost:%d               list: /messages, SMTP: %d
      Clock          %s/demo/clock
      Usage API      %s/api/v1/usage  key %s

      AWS simulator  control API %s/control/openapi.json
        product code %s (%s)
        queue        %s
        access key   %s
        secret key   %s

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
            options.mailPort(),
            options.smtpPort(),
            options.serverUrl(),
            options.serverUrl(),
            secrets.apiKey(),
            options.simulatorUrl(),
            product.code(),
            product.region(),
            product.queueUrl(),
            product.accessKeyId(),
            product.secretAccessKey());
  }

  private static BigDecimal secondsSinceStart() {
    return BigDecimal.valueOf(ManagementFactory.getRuntimeMXBean().getUptime(), 3)
        .setScale(1, RoundingMode.HALF_UP);
  }
}
