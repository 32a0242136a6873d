-- An operator may find that an agreement is over of which AWS told nobody.
ALTER TABLE marketplace.message
  DROP CONSTRAINT message_fact_check,
  ADD CONSTRAINT message_fact_check CHECK (
    fact IN ('SUBSCRIBED', 'SUBSCRIBE_FAILED', 'UNSUBSCRIBE_PENDING', 'UNSUBSCRIBED', 'NOT_SUBSCRIBED', 'CREATED',
             'AMENDED', 'LICENSED', 'ENDED', 'SUCCEEDED', 'DEPROVISIONED', 'CLOSED', 'FOUND_OVER'));
ALTER TABLE marketplace.agreement_move
  DROP CONSTRAINT agreement_move_cause_check,
  ADD CONSTRAINT agreement_move_cause_check CHECK (
    cause ~ '^(EARLIER_MESSAGES|DEADLINE|NOTHING_FOLLOWS|FOUND_OVER|(MESSAGE|NOT_SUBSCRIBED) .+)$');
