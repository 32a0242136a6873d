package io.countinghouse.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsCheckTests {

  @ConfigurationProperties("countinghouse.shop")
  record Shop(
      int seats, URI frontDoor, Drawer drawer, List<Clerk> clerks, Map<String, Drawer> spares) {}

  record Drawer(Duration openFor, Set<String> coins, @Name("lock") boolean closed) {}

  record Clerk(String firstName, List<String> languages) {}

  @ConfigurationProperties("other.shop")
  record NotOurs(int seats) {}

  private static final KnownSettings KNOWN = KnownSettings.of(List.of(Shop.class, NotOurs.class));

  @Test
  void theKeysAreThoseOfTheRecordsUnderOurPrefix() {
    assertThat(KNOWN.keys())
        .containsExactly(
            "countinghouse.shop.clerks[0].first-name",
            "countinghouse.shop.clerks[0].languages",
            "countinghouse.shop.drawer.coins",
            "countinghouse.shop.drawer.lock",
            "countinghouse.shop.drawer.open-for",
            "countinghouse.shop.front-door",
            "countinghouse.shop.seats",
            "countinghouse.shop.spares.*.coins",
            "countinghouse.shop.spares.*.lock",
            "countinghouse.shop.spares.*.open-for");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "countinghouse.shop.seats",
        "countinghouse.shop.front-door",
        "countinghouse.shop.frontDoor",
        "countinghouse.shop.drawer.coins",
        "countinghouse.shop.drawer.coins[3]",
        "countinghouse.shop.clerks[12].first-name",
        "countinghouse.shop.clerks[0].languages[1]",
        "countinghouse.shop.spares.left.open-for",
        "countinghouse.shop.spares[left].open-for",
      })
  void aRightKeyIsKnownHoweverItIsSpelt(String key) {
    assertThatCode(() -> argument(key)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COUNTINGHOUSE_SHOP_SEATS",
        "COUNTINGHOUSE_SHOP_FRONTDOOR",
        "COUNTINGHOUSE_SHOP_FRONT_DOOR",
        "COUNTINGHOUSE_SHOP_CLERKS_12_FIRSTNAME",
        "COUNTINGHOUSE_SHOP_SPARES_LEFT_OPENFOR",
        "PATH",
      })
  void aRightEnvironmentVariableIsKnown(String name) {
    assertThatCode(() -> variable(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "countinghouse.shop.seat, countinghouse.shop.seats",
    "countinghouse.shp.seats, countinghouse.shop.seats",
    "countinghouse.shop.drawer.open-fro, countinghouse.shop.drawer.open-for",
    "countinghouse.shop.clerks[7].frist-name, countinghouse.shop.clerks[7].first-name",
    "countinghouse.shop.spares.left.lick, countinghouse.shop.spares.*.lock",
    "countinghouse.seats, countinghouse.shop.seats",
    "countinghouse.shop.seats.many, countinghouse.shop.seats",
    "countinghouse.shop.clerks.first-name, countinghouse.shop.clerks[0].first-name",
  })
  void aMisspeltKeyStopsTheStartAndTheNearestIsNamed(String key, String nearest) {
    assertThatExceptionOfType(UnknownSettingException.class)
        .isThrownBy(() -> argument(key))
        .withMessage("There is no setting %s (from arguments).".formatted(key))
        .returns(nearest, UnknownSettingException::nearest);
  }

  @ParameterizedTest
  @CsvSource({
    "COUNTINGHOUSE_SHOP_SEAT, COUNTINGHOUSE_SHOP_SEATS",
    "COUNTINGHOUSE_SHOP_FRONTDOR, COUNTINGHOUSE_SHOP_FRONTDOOR",
    "COUNTINGHOUSE_SHOP_CLERKS_3_FIRSTNAM, COUNTINGHOUSE_SHOP_CLERKS_3_FIRSTNAME",
  })
  void aMisspeltEnvironmentVariableStopsTheStartAndTheNearestIsNamed(String name, String nearest) {
    assertThatExceptionOfType(UnknownSettingException.class)
        .isThrownBy(() -> variable(name))
        .returns(nearest, UnknownSettingException::nearest);
  }

  private static void argument(String key) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("arguments", Map.of(key, "1")));
    new SettingsCheck(environment).check(KNOWN);
  }

  private static void variable(String name) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new SystemEnvironmentPropertySource("variables", Map.of(name, "1")));
    new SettingsCheck(environment).check(KNOWN);
  }
}
