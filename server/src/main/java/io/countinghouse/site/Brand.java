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
    @NotNull URI publicBaseUrl) {

  public String name(Language language) {
    return switch (language) {
      case ZH -> nameZh;
      case EN -> nameEn;
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
