package io.countinghouse.kernel.config;

/**
 * A key under our prefix that is no setting: misspelt most likely, so the server does not start.
 */
final class UnknownSettingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String nearest;

  UnknownSettingException(String key, String source, String nearest) {
    super("There is no setting %s (from %s).".formatted(key, source));
    this.nearest = nearest;
  }

  String nearest() {
    return nearest;
  }
}
