package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.BusinessClock;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@JobTest
class ServerStartsIntegrationTests implements BothProducts {

  @Autowired private JdbcClient jdbc;
  @Autowired private BusinessClock clock;

  @Test
  void aTestHasADatabaseOfItsOwnWithAllMigrationsApplied() {
    assertThat(jdbc.sql("SELECT count(*) FROM metering.record").query(Integer.class).single())
        .isZero();
    assertThat(jdbc.sql("SELECT current_database()").query(String.class).single())
        .startsWith("test_");
  }

  @Test
  void theDatabaseSessionIsFarFromUtc() {
    assertThat(jdbc.sql("SHOW TimeZone").query(String.class).single()).isEqualTo("Pacific/Apia");
  }

  @Test
  void businessTimeIsTheTestsOwn() {
    assertThat(clock.now()).isEqualTo(TestClock.START);
  }
}
