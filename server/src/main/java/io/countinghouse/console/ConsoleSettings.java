package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much of what one caller may do on the pages, and how long a sign-in lasts; by wall time.
 *
 * @param landingsPerMinute landings from AWS by one address
 * @param codesPerHour codes by e-mail asked for by one address, whomever they are sent to
 * @param textsPerHour changes of phone for which texts are asked for by one address; each costs two
 * @param signInsPerAccount attempts at one account from one network in a quarter of an hour; ten
 *     times as many from all networks
 * @param signInsPerAddress attempts by one address in a quarter of an hour
 * @param usernameChecksPerMinute looks at whether a username is free, and registrations, by one
 *     address
 * @param sessionLongest how long a sign-in lasts, however busy; how long it lasts idle is {@code
 *     spring.session.timeout}
 * @param introductionVideo where the video lies that new customers are shown; empty: none
 * @param introductionCaptions where its captions (WebVTT) lie, {@code {language}} filled in with
 *     {@code zh} or {@code en}; empty: it has none beside it
 * @param datakitCommand how DataKit is installed; {@code {token}} and {@code {site}} are filled in
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.console", ignoreUnknownFields = false)
record ConsoleSettings(
    @DefaultValue("120") @Min(1) @Max(100_000) int landingsPerMinute,
    @DefaultValue("60") @Min(1) @Max(100_000) int codesPerHour,
    @DefaultValue("20") @Min(1) @Max(100_000) int textsPerHour,
    @DefaultValue("10") @Min(1) @Max(100_000) int signInsPerAccount,
    @DefaultValue("100") @Min(1) @Max(100_000) int signInsPerAddress,
    @DefaultValue("60") @Min(1) @Max(100_000) int usernameChecksPerMinute,
    @DefaultValue("24h") @DurationMin(minutes = 1) Duration sessionLongest,
    @NotNull @Pattern(regexp = "(https?://\\S+)?") @DefaultValue("") String introductionVideo,
    @NotNull @Pattern(regexp = "(https?://\\S+)?") @DefaultValue("") String introductionCaptions,
    @NotBlank @Pattern(regexp = ".*\\{token}.*") @DefaultValue(DATAKIT) String datakitCommand) {

  private static final String DATAKIT =
      "DK_DATAWAY=\"https://openway.example.com?token={token}\" bash -c \"$(curl -L"
          + " https://static.example.com/datakit/install.sh)\"";

  /** The captions of the introduction, in the language of the page first. */
  List<Captions> captions(Language of) {
    return introductionCaptions.isEmpty()
        ? List.of()
        : Stream.of(of, PageFrame.other(of))
            .map(it ->
                new Captions(it.code(), introductionCaptions.replace("{language}", it.code())))
            .toList();
  }

  /** Captions in a language. */
  record Captions(String language, String url) {}
}
