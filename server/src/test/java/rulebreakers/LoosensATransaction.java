package rulebreakers;

import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opens a second transaction by annotation. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class LoosensATransaction {

  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void store() {}
}
