package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

/** Sessions as the database keeps them. */
class SessionIntegrationTests extends ConsoleIntegration {

  @Autowired private SessionRepository<? extends Session> sessions;

  @Test
  void ofTwoRequestsThatSetTheSameAttributeTheLaterOneHolds() {
    assertThat(setByTwo(sessions)).isEqualTo("later");
  }

  private static <S extends Session> String setByTwo(SessionRepository<S> sessions) {
    S made = sessions.createSession();
    sessions.save(made);
    S first = Objects.requireNonNull(sessions.findById(made.getId()));
    S second = Objects.requireNonNull(sessions.findById(made.getId()));
    first.setAttribute("notice", "earlier");
    second.setAttribute("notice", "later");
    sessions.save(first);
    sessions.save(second);
    S stored = Objects.requireNonNull(sessions.findById(made.getId()));
    sessions.deleteById(made.getId());
    return stored.getRequiredAttribute("notice");
  }
}
