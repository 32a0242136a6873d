package io.countinghouse.simulation;

/** What can happen in an hour of a run. */
enum Act {
  /** Somebody subscribes, and pays. */
  SUBSCRIBE,
  /** Somebody subscribes whose payment stays open for a while. */
  SUBSCRIBE_UNPAID,
  /** Somebody subscribes whose payment fails. */
  SUBSCRIBE_FAILING,
  /** A buyer cancels, and perhaps comes back. */
  CANCEL,
  /** The time of an agreement is over. */
  EXPIRE,
  /** AWS ends an agreement. */
  TERMINATE,
  /** An agreement is renewed. */
  RENEW,
  /** Other terms take the place of an agreement's. */
  REPLACE,
  /** AWS suspends an agreement for some hours. */
  SUSPEND,
  /** A buyer adds a workspace to its agreement. */
  ADD_WORKSPACE,
  /** A workspace is settled by the Billing Center for a while. */
  MOVE_PAYER,
  /** A customer has another payer for a workspace, as far as the rules let it. */
  CHANGE_METHOD,
  /** One operator enters a bank transfer, and another one decides on it. */
  TOP_UP,
  /** Somebody else meters the hour of a customer before the server does. */
  FOREIGN_RECORD,
  /** An operator decides on amounts that AWS did not take, or holds otherwise. */
  DECIDE,
  /** An operator has an agreement not metered for a while. */
  DO_NOT_METER,
  /** AWS answers badly now and then. */
  FAULTS,
  /** AWS answers nothing for hours. */
  AWS_OUTAGE,
  /** The server is down for hours. */
  SERVER_OUTAGE,
  /** The server dies once, at a named point. */
  CRASH,
  /** The server is stopped and started. */
  RESTART,
  /** Messages are doubled, delayed, reordered or lost. */
  MESSAGES
}
