-- The life of a lock: buffer, then fully locked and cleared, then open again and empty; or dissolved.
ALTER TABLE workspace.workspace
  DROP CONSTRAINT workspace_lock_state_check,
  ADD CONSTRAINT workspace_lock_state_check CHECK (lock_state IN ('OPEN', 'LOCKED', 'CLEARED', 'DISSOLVED'));

CREATE FUNCTION workspace.refuse_return() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'workspace % is dissolved for good', OLD.id;
END $$;
CREATE TRIGGER workspace_dissolved_for_good BEFORE UPDATE OF lock_state, plan ON workspace.workspace
  FOR EACH ROW WHEN (OLD.lock_state = 'DISSOLVED') EXECUTE FUNCTION workspace.refuse_return();

ALTER TABLE locking.lock
  -- Who paid before: the holder of the agreement, or the billing account itself.
  ADD COLUMN billing_account_id text REFERENCES identity.billing_account,
  -- Reminders due until then are sent, or were over before the lock began.
  ADD COLUMN reminded_until timestamptz,
  ADD COLUMN cleared_at timestamptz;
UPDATE locking.lock l
   SET reminded_until = started_at,
       cause = CASE WHEN agreement_id IS NULL THEN 'ARREARS' ELSE 'SUBSCRIPTION_ENDED' END,
       ended_by = CASE WHEN ended_at IS NOT NULL THEN 'PAYER' END,
       billing_account_id = (SELECT b.billing_account_id FROM settlement.binding b
                              WHERE b.workspace_id = l.workspace_id AND lower(b.during) <= l.started_at
                              ORDER BY lower(b.during) DESC LIMIT 1);
ALTER TABLE locking.lock
  ALTER COLUMN reminded_until SET NOT NULL,
  ALTER COLUMN billing_account_id SET NOT NULL,
  ADD CHECK (cause IN ('SUBSCRIPTION_ENDED', 'ARREARS')),
  ADD CHECK ((cause = 'SUBSCRIPTION_ENDED') = (agreement_id IS NOT NULL)),
  ADD CHECK (ended_by IN ('PAYER', 'DISSOLUTION')),
  ADD CHECK (cleared_at > started_at),
  ADD CHECK (ended_at >= started_at),
  -- What is cleared cannot be dissolved: nothing is left of it.
  ADD CHECK (cleared_at IS NULL OR ended_by IS DISTINCT FROM 'DISSOLUTION');
CREATE INDEX lock_in_buffer ON locking.lock (buffer_ends_at) WHERE ended_at IS NULL AND cleared_at IS NULL;

-- Arrears ask for all that a billing account pays for by itself.
CREATE INDEX binding_billing_center ON settlement.binding (billing_account_id) WHERE agreement_id IS NULL;
