package io.countinghouse.usage;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@JobTest
class PostgresEngineIntegrationTests extends UsageEngineContract implements BothProducts {

  @Autowired private UsageEngine engine;
  @Autowired private UnknownWorkspaceUsage unknown;
  @Autowired private JdbcClient jdbc;

  @BeforeEach
  void startEmpty() {
    UsageTestEvents.forgetUsage(jdbc);
    UsageTestEvents.makeWorkspaces(jdbc);
  }

  @Override
  UsageEngine engine() {
    return engine;
  }

  @Override
  List<String> points() {
    return UsageTestEvents.points(jdbc);
  }

  @Override
  List<String> touchedDays() {
    return UsageTestEvents.touchedDays(jdbc);
  }

  @Override
  void settleAll() {
    jdbc.sql("DELETE FROM usage.touched_day").update();
  }

  @Override
  List<String> kept() {
    return unknown.before(Long.MAX_VALUE, 10).stream()
        .map(it ->
            String.join(
                " ",
                it.source(),
                it.id(),
                it.workspace(),
                it.item(),
                it.retention(),
                it.measure(),
                it.quantity().toPlainString()))
        .toList();
  }
}
