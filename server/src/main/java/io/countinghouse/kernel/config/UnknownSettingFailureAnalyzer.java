package io.countinghouse.kernel.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Names the nearest right key. */
class UnknownSettingFailureAnalyzer extends AbstractFailureAnalyzer<UnknownSettingException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, UnknownSettingException cause) {
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()),
        "Did you mean %s? All settings are listed in docs/operations.md."
            .formatted(cause.nearest()),
        cause);
  }
}
