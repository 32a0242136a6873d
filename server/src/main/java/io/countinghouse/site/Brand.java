package io.countinghouse.site;

import io.countinghouse.kernel.Language;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Under which name and colours the product is shown.
 *
 * @param nameZh its name in Chinese texts
 * @param nameEn its name in English texts
 * @param supportEmail where customers ask for help
 * @param accentColour the colour of buttons and bars, {@code #rrggbb}, dark enough for white text
 * @param logo where the logo lies, a path of ours or an address; empty: the name stands for it
 * @param termsUrlZh where the terms of service lie in Chinese; empty: no link is shown
 * @param termsUrlEn the same in English
 * @param privacyUrlZh where the privacy policy lies in Chinese; empty: no link is shown
 * @param privacyUrlEn the same in English
 * @param publicBaseUrl under which address browsers reach the server, without a slash at its end
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.brand", ignoreUnknownFields = false)
public record Brand(
    @NotBlank String nameZh,
    @NotBlank String nameEn,
    @NotBlank @Email String supportEmail,
    @NotNull @Pattern(regexp = "#[0-9a-fA-F]{6}") String accentColour,
    @DefaultValue("") String logo,
    @NotNull @Pattern(regexp = LINK) @DefaultValue("") String termsUrlZh,
    @NotNull @Pattern(regexp = LINK) @DefaultValue("") String termsUrlEn,
    @NotNull @Pattern(regexp = LINK) @DefaultValue("") String privacyUrlZh,
    @NotNull @Pattern(regexp = LINK) @DefaultValue("") String privacyUrlEn,
    @NotNull URI publicBaseUrl) {

  /** A page of the web, or nothing. */
  private static final String LINK = "(https?://\\S+)?";

  public String name(Language language) {
    return switch (language) {
      case ZH -> nameZh;
      case EN -> nameEn;
    };
  }

  /** Where the terms of service lie in a language; empty for nowhere. */
  public String termsUrl(Language language) {
    return switch (language) {
      case ZH -> termsUrlZh;
      case EN -> termsUrlEn;
    };
  }

  /** Where the privacy policy lies in a language; empty for nowhere. */
  public String privacyUrl(Language language) {
    return switch (language) {
      case ZH -> privacyUrlZh;
      case EN -> privacyUrlEn;
    };
  }

  /**
   * The full address of a page of ours, for mails and AWS.
   *
   * @param path from the root, starting with a slash
   */
  public String link(String path) {
    String base = publicBaseUrl.toString();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
  }
}
