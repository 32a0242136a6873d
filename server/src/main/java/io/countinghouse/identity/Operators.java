package io.countinghouse.identity;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The operators of the back office. */
@Component
public class Operators {

  private final JdbcClient jdbc;
  private final PasswordHasher passwords;
  private final OperatorSet set;
  private final BusinessClock clock;
  private final AuditTrail audit;

  Operators(
      JdbcClient jdbc,
      PasswordHasher passwords,
      OperatorSet set,
      BusinessClock clock,
      AuditTrail audit) {
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.set = set;
    this.clock = clock;
    this.audit = audit;
  }

  /** What came of making an operator. */
  public sealed interface CreateOutcome {

    /**
     * @param waits whether a second operator has to confirm it before it can sign in
     */
    record Created(Operator operator, boolean waits) implements CreateOutcome {}

    /** Another operator has this username. */
    record UsernameTaken() implements CreateOutcome {}

    /** Whoever wanted it cannot sign in any more. */
    record NotAble() implements CreateOutcome {}
  }

  /** Whom a username and a password belong to. */
  public sealed interface SignIn {

    record Right(Operator operator) implements SignIn {}

    /** The right password of one that no second operator has confirmed. */
    record Waiting() implements SignIn {}

    /** The right password of one that was switched off. */
    record SwitchedOff() implements SignIn {}

    record Wrong() implements SignIn {}
  }

  /** Whether an operator can sign in. */
  public enum State {
    /** Until a second operator confirms it. */
    WAITING,
    ABLE,
    SWITCHED_OFF
  }

  /**
   * An operator, and how it became one.
   *
   * @param addedBy none for the first one, and for those of before this was kept
   * @param confirmedBy none where nobody had to confirm it, and while it waits
   */
  public record Known(
      Operator operator,
      Instant createdAt,
      @Nullable OperatorId addedBy,
      @Nullable OperatorId confirmedBy,
      @Nullable Instant confirmedAt,
      @Nullable Instant disabledAt) {

    /** Whether it can sign in. */
    public State state() {
      if (disabledAt != null) {
        return State.SWITCHED_OFF;
      }
      return confirmedAt == null ? State.WAITING : State.ABLE;
    }
  }

  /** Holds for a row that can sign in. */
  static final String ABLE = "confirmed_at IS NOT NULL AND disabled_at IS NULL";

  private static final String KNOWN =
      "SELECT id, username, created_at, added_by, confirmed_by, confirmed_at, disabled_at, password_hash"
          + " FROM identity.operator";

  private record Row(Operator operator, State state, String passwordHash) {}

  /**
   * Makes an operator in the caller's transaction, which stays usable whatever the outcome. One
   * that an operator adds waits for a second operator, unless there has only ever been one; its
   * password is for the first sign-in only. One that the server makes is able at once.
   *
   * @param by an operator, or the server
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public CreateOutcome create(Actor by, Username username, Password password) {
    boolean added = by.kind() == Actor.Kind.OPERATOR;
    if (added && !set.ableUnderLock(new OperatorId(by.id()))) {
      return new CreateOutcome.NotAble();
    }
    boolean waits = added && set.confirmed() > 1;
    Operator operator = new Operator(OperatorId.next(), username.value());
    if (insert(operator, passwords.hash(password), added ? by.id() : null, waits) == 0) {
      return new CreateOutcome.UsernameTaken();
    }
    audit.record(
        by,
        "operator.created",
        operator.id().value(),
        Map.of("username", operator.username(), "waits", Boolean.toString(waits)));
    return new CreateOutcome.Created(operator, waits);
  }

  private int insert(Operator operator, String hash, @Nullable String addedBy, boolean waits) {
    Instant now = clock.now();
    return jdbc.sql(
            """
            INSERT INTO identity.operator
                   (id, username, password_hash, password_given, created_at, added_by, confirmed_at)
            VALUES (:id, :username, :passwordHash, :given, :createdAt, :addedBy, :confirmedAt)
            ON CONFLICT (lower(username)) DO NOTHING\
            """)
        .param("id", operator.id().value())
        .param("username", operator.username())
        .param("passwordHash", hash)
        .param("given", addedBy != null)
        .param("createdAt", SqlTime.utc(now))
        .param("addedBy", addedBy)
        .param("confirmedAt", waits ? null : SqlTime.utc(now))
        .update();
  }

  /** One, in whatever state. */
  public Optional<Operator> find(OperatorId id) {
    return jdbc.sql("SELECT id, username FROM identity.operator WHERE id = :id")
        .param("id", id.value())
        .query((rs, _) -> operator(rs))
        .optional();
  }

  /** One that can sign in. */
  public Optional<Operator> findAble(OperatorId id) {
    return jdbc.sql("SELECT id, username FROM identity.operator WHERE id = :id AND " + ABLE)
        .param("id", id.value())
        .query((rs, _) -> operator(rs))
        .optional();
  }

  /** All, by their usernames. */
  public List<Known> all() {
    return jdbc.sql(KNOWN + " ORDER BY lower(username)").query((rs, _) -> known(rs)).list();
  }

  /** One, with how it became one. */
  Optional<Known> known(OperatorId id) {
    return jdbc.sql(KNOWN + " WHERE id = :id")
        .param("id", id.value())
        .query((rs, _) -> known(rs))
        .optional();
  }

  /** Whom a username and a password belong to; takes as long when they belong to nobody. */
  public SignIn authenticate(String username, String password) {
    Optional<Row> row =
        jdbc.sql(KNOWN + " WHERE lower(username) = lower(:username)")
            .param("username", username.strip())
            .query(
                (rs, _) -> new Row(operator(rs), known(rs).state(), rs.getString("password_hash")))
            .optional();
    boolean right = passwords.matches(password, row.map(Row::passwordHash));
    if (!right || row.isEmpty()) {
      return new SignIn.Wrong();
    }
    return switch (row.get().state()) {
      case WAITING -> new SignIn.Waiting();
      case ABLE -> new SignIn.Right(row.get().operator());
      case SWITCHED_OFF -> new SignIn.SwitchedOff();
    };
  }

  /** Whether it still has the password that the one who added it chose. */
  public boolean hasGivenPassword(OperatorId id) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT 1 FROM identity.operator WHERE id = :id AND password_given)")
        .param("id", id.value())
        .query(Boolean.class)
        .single();
  }

  /** From now on it has a password of its own choice. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void choseOwnPassword(OperatorId id) {
    jdbc.sql(
            "UPDATE identity.operator SET password_given = false WHERE id = :id AND password_given")
        .param("id", id.value())
        .update();
  }

  /** Whether one waits for a second operator. */
  public boolean anyWaiting() {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM identity.operator
                            WHERE confirmed_at IS NULL AND disabled_at IS NULL)\
            """)
        .query(Boolean.class)
        .single();
  }

  boolean any() {
    return jdbc.sql("SELECT EXISTS (SELECT 1 FROM identity.operator)")
        .query(Boolean.class)
        .single();
  }

  private static Operator operator(ResultSet rs) throws SQLException {
    return new Operator(new OperatorId(rs.getString("id")), rs.getString("username"));
  }

  private static Known known(ResultSet rs) throws SQLException {
    String addedBy = rs.getString("added_by");
    String confirmedBy = rs.getString("confirmed_by");
    return new Known(
        operator(rs),
        SqlTime.instant(rs, "created_at"),
        addedBy == null ? null : new OperatorId(addedBy),
        confirmedBy == null ? null : new OperatorId(confirmedBy),
        SqlTime.optional(rs, "confirmed_at").orElse(null),
        SqlTime.optional(rs, "disabled_at").orElse(null));
  }
}
