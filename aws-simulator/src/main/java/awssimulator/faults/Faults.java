package awssimulator.faults;

import awssimulator.faults.Fault.Kind;
import awssimulator.faults.FaultPlan.Rated;
import awssimulator.store.Database;
import awssimulator.store.Rows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The plans of faults, kept over a restart with how far their scripts have come. */
@Component
public final class Faults {
  /** The operations that can be given faults. */
  public static final Set<String> OPERATIONS =
      Set.of(
          "ResolveCustomer",
          "BatchMeterUsage",
          "GetEntitlements",
          "DescribeAgreement",
          "SearchAgreements");

  /** Stands for every operation without a plan of its own. */
  public static final String EVERY_OPERATION = "*";

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MILLION = 1_000_000;
  private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

  private final Database database;

  Faults(Database database) {
    this.database = database;
  }

  private record Row(
      String operation,
      long seed,
      List<Fault> script,
      List<Rated> rates,
      long calls,
      long injected) {}

  /** All plans as they stand: of the scripts what is still to come. */
  public FaultPlans plans() {
    return database.transact(() -> {
      List<Row> rows =
          database
              .sql()
              .sql("SELECT * FROM fault_plan ORDER BY operation")
              .query((row, _) -> read(row))
              .list();
      Map<String, FaultPlan> plans = new TreeMap<>();
      rows.forEach(row ->
          plans.put(
              row.operation(),
              new FaultPlan(row.script(), row.rates(), row.calls(), row.injected())));
      return new FaultPlans(rows.isEmpty() ? 0L : rows.getFirst().seed(), plans);
    });
  }

  /**
   * Puts these plans in place of all others and begins to count anew.
   *
   * @throws FaultRefusal if an operation is not known or a fault cannot be carried out
   */
  public void replace(FaultPlans plans) {
    plans
        .operations()
        .forEach((operation, plan) -> {
          if (!OPERATIONS.contains(operation) && !operation.equals(EVERY_OPERATION)) {
            throw new FaultRefusal("There is no operation " + operation);
          }
          plan.check(operation);
        });
    database.run(() -> {
      clear();
      plans
          .operations()
          .forEach((operation, plan) ->
              insert(new Row(operation, plans.seed(), plan.script(), plan.rates(), 0, 0)));
    });
  }

  /** Forgets all plans: every call goes well again. */
  public void clear() {
    database.run(() -> database.sql().sql("DELETE FROM fault_plan").update());
  }

  /** What the next call of that operation gets; counts it. */
  public Injected next(String operation) {
    return database.transact(() ->
        find(operation).or(() -> find(EVERY_OPERATION)).map(this::take).orElse(Injected.NOTHING));
  }

  private Injected take(Row row) {
    long seed = (row.seed() + row.calls()) * SEED_STEP + row.operation().hashCode();
    SplittableRandom random = new SplittableRandom(seed);
    Fault fault = row.script().isEmpty() ? drawn(row.rates(), random) : row.script().getFirst();
    List<Fault> rest =
        row.script().isEmpty() ? row.script() : row.script().subList(1, row.script().size());
    long injected = row.injected() + (fault.kind() == Kind.NONE ? 0 : 1);
    update(new Row(row.operation(), row.seed(), rest, row.rates(), row.calls() + 1, injected));
    return new Injected(fault, random.nextLong());
  }

  private static Fault drawn(List<Rated> rates, SplittableRandom random) {
    int draw = random.nextInt(MILLION);
    int share = 0;
    for (Rated rated : rates) {
      share += Injected.millionths(rated.rate());
      if (draw < share) {
        return rated.fault();
      }
    }
    return Fault.of(Kind.NONE);
  }

  private Optional<Row> find(String operation) {
    return database
        .sql()
        .sql("SELECT * FROM fault_plan WHERE operation = :operation")
        .param("operation", operation)
        .query((row, _) -> read(row))
        .optional();
  }

  private static Row read(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Row(
        Rows.text(row, "operation"),
        row.getLong("seed"),
        JSON.readValue(Rows.text(row, "script"), new TypeReference<List<Fault>>() {}),
        JSON.readValue(Rows.text(row, "rates"), new TypeReference<List<Rated>>() {}),
        row.getLong("calls"),
        row.getLong("injected"));
  }

  private void insert(Row row) {
    database
        .sql()
        .sql(
            """
            INSERT INTO fault_plan (operation, seed, script, rates, calls, injected)
            VALUES (:operation, :seed, :script, :rates, :calls, :injected)
            """)
        .param("operation", row.operation())
        .param("seed", row.seed())
        .param("script", JSON.writeValueAsString(row.script()))
        .param("rates", JSON.writeValueAsString(row.rates()))
        .param("calls", row.calls())
        .param("injected", row.injected())
        .update();
  }

  private void update(Row row) {
    database
        .sql()
        .sql(
            """
            UPDATE fault_plan SET script = :script, calls = :calls, injected = :injected
            WHERE operation = :operation
            """)
        .param("operation", row.operation())
        .param("script", JSON.writeValueAsString(row.script()))
        .param("calls", row.calls())
        .param("injected", row.injected())
        .update();
  }
}
