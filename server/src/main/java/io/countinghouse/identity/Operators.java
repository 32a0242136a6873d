package io.countinghouse.identity;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The operators of the back office. */
@Component
public class Operators {

  private final JdbcClient jdbc;
  private final PasswordHasher passwords;
  private final BusinessClock clock;
  private final AuditTrail audit;

  Operators(JdbcClient jdbc, PasswordHasher passwords, BusinessClock clock, AuditTrail audit) {
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.clock = clock;
    this.audit = audit;
  }

  /** What came of making an operator. */
  public sealed interface CreateOutcome {

    record Created(Operator operator) implements CreateOutcome {}

    /** Another operator has this username. */
    record UsernameTaken() implements CreateOutcome {}
  }

  /** An operator, and since when. */
  public record Known(Operator operator, Instant createdAt) {}

  private record Row(Operator operator, String passwordHash) {}

  /** Makes an operator in the caller's transaction, which stays usable whatever the outcome. */
  @Transactional(propagation = Propagation.MANDATORY)
  public CreateOutcome create(Actor by, Username username, Password password) {
    Operator operator = new Operator(OperatorId.next(), username.value());
    int rows =
        jdbc.sql(
                """
                INSERT INTO identity.operator (id, username, password_hash, created_at)
                VALUES (:id, :username, :passwordHash, :createdAt)
                ON CONFLICT (lower(username)) DO NOTHING\
                """)
            .param("id", operator.id().value())
            .param("username", operator.username())
            .param("passwordHash", passwords.hash(password))
            .param("createdAt", SqlTime.utc(clock.now()))
            .update();
    if (rows == 0) {
      return new CreateOutcome.UsernameTaken();
    }
    audit.record(
        by, "operator.created", operator.id().value(), Map.of("username", operator.username()));
    return new CreateOutcome.Created(operator);
  }

  public Optional<Operator> find(OperatorId id) {
    return jdbc.sql("SELECT id, username FROM identity.operator WHERE id = :id")
        .param("id", id.value())
        .query(
            (rs, _) -> new Operator(new OperatorId(rs.getString("id")), rs.getString("username")))
        .optional();
  }

  /** All, by their usernames. */
  public List<Known> all() {
    return jdbc.sql(
            "SELECT id, username, created_at FROM identity.operator ORDER BY lower(username)")
        .query((rs, _) ->
            new Known(
                new Operator(new OperatorId(rs.getString("id")), rs.getString("username")),
                SqlTime.instant(rs, "created_at")))
        .list();
  }

  /** The operator that a username and a password belong to; takes as long when there is none. */
  public Optional<Operator> authenticate(String username, String password) {
    Optional<Row> row =
        jdbc.sql(
                """
                SELECT id, username, password_hash FROM identity.operator
                 WHERE lower(username) = lower(:username)\
                """)
            .param("username", username.strip())
            .query((rs, _) ->
                new Row(
                    new Operator(new OperatorId(rs.getString("id")), rs.getString("username")),
                    rs.getString("password_hash")))
            .optional();
    boolean right = passwords.matches(password, row.map(Row::passwordHash));
    return right ? row.map(Row::operator) : Optional.empty();
  }

  boolean any() {
    return jdbc.sql("SELECT EXISTS (SELECT 1 FROM identity.operator)")
        .query(Boolean.class)
        .single();
  }
}
