package rulebreakers;

import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens a transaction by hand. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class OpensATransaction {

  void store(TransactionTemplate tx) {
    tx.executeWithoutResult(_ -> {});
  }
}
