package io.countinghouse.kernel.config;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** Says in one sentence what is wrong with a setting's value; never shows a secret's. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnusableSettingFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

  private static final Pattern SECRET =
      Pattern.compile("secret|password|token|key|pepper|credential", Pattern.CASE_INSENSITIVE);

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, BindException cause) {
    if (!KnownSettings.isOurs(cause.getName() + ".")) {
      return null;
    }
    BindValidationException invalid = findCause(cause, BindValidationException.class);
    return new FailureAnalysis(
        invalid != null ? violations(invalid) : refusal(cause),
        "Correct the setting; all settings are described in docs/operations.md.",
        cause);
  }

  private static String violations(BindValidationException invalid) {
    ConfigurationPropertyName prefix = invalid.getValidationErrors().getName();
    return invalid.getValidationErrors().getAllErrors().stream()
        .map(error -> "The setting %s %s.".formatted(key(prefix, error), text(error)))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static String key(ConfigurationPropertyName prefix, ObjectError error) {
    if (!(error instanceof FieldError field)) {
      return prefix.toString();
    }
    String dashed = field.getField().replaceAll("([a-z0-9])([A-Z])", "$1-$2");
    return prefix + "." + dashed.toLowerCase(Locale.ROOT);
  }

  private static String text(ObjectError error) {
    return Objects.requireNonNullElse(error.getDefaultMessage(), "is not allowed");
  }

  private static String refusal(BindException cause) {
    ConfigurationProperty property = cause.getProperty();
    IllegalArgumentException ours = refusedByUs(cause);
    if (property == null) {
      return ours != null
          ? String.valueOf(ours.getMessage())
          : "The settings under %s cannot be used together.".formatted(cause.getName());
    }
    String name = property.getName().toString();
    Object value = SECRET.matcher(name).find() ? "***" : property.getValue();
    String from = property.getOrigin() == null ? "" : " (from " + property.getOrigin() + ")";
    String sentence =
        "The setting %s has the value '%s'%s, which is no %s"
            .formatted(name, value, from, kind(cause));
    return ours != null ? sentence + ": " + ours.getMessage() : sentence + ".";
  }

  /** A refusal by the record itself, whose message is written for the operator. */
  private static @Nullable IllegalArgumentException refusedByUs(BindException cause) {
    Throwable found = cause;
    while (found.getCause() != null) {
      if (found instanceof ConversionFailedException
          || found instanceof ConverterNotFoundException) {
        return null;
      }
      found = found.getCause();
    }
    return found instanceof IllegalArgumentException ours
            && Stream.of(ours.getStackTrace())
                .limit(1)
                .anyMatch(frame -> frame.getClassName().startsWith("io.countinghouse."))
        ? ours
        : null;
  }

  private static String kind(BindException cause) {
    Class<?> type = Objects.requireNonNullElse(cause.getTarget().getType().resolve(), Object.class);
    if (type.isEnum()) {
      return Stream.of(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
          .collect(Collectors.joining(" or "));
    }
    return type.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
