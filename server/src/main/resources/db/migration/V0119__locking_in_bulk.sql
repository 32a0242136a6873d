-- Ten thousand workspaces lock in one transaction (ADR 34). A foreign key looks each of them up by itself, three times; this
-- looks at all at once, and demands more: a lock begins when a binding of the workspace has ended, and names who paid by it.
-- Bindings are never deleted, and their own keys hold the workspace, the agreement and the billing account.
CREATE FUNCTION locking.refuse_unpaid_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wrong text;
BEGIN
  SELECT a.workspace_id INTO wrong
    FROM added a
   WHERE NOT EXISTS (SELECT 1 FROM settlement.binding b
                      WHERE b.workspace_id = a.workspace_id AND b.billing_account_id = a.billing_account_id
                        AND b.agreement_id IS NOT DISTINCT FROM a.agreement_id AND upper(b.during) >= a.started_at)
   LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'nobody stopped paying for workspace %, which is to be locked (lock_of_ended_binding)', wrong
      USING ERRCODE = 'foreign_key_violation', SCHEMA = 'locking', TABLE = 'lock', CONSTRAINT = 'lock_of_ended_binding';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER lock_of_ended_binding AFTER INSERT ON locking.lock REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION locking.refuse_unpaid_before();

CREATE FUNCTION locking.refuse_other_cause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what a lock is of does not change';
END $$;
CREATE TRIGGER lock_keeps_its_cause BEFORE UPDATE OF workspace_id, cause, agreement_id, billing_account_id, started_at
  ON locking.lock FOR EACH STATEMENT EXECUTE FUNCTION locking.refuse_other_cause();

ALTER TABLE locking.lock
  DROP CONSTRAINT lock_workspace_id_fkey,
  DROP CONSTRAINT lock_agreement_id_fkey,
  DROP CONSTRAINT lock_billing_account_id_fkey;

-- Room beside each row for its next state: no index is written then.
ALTER TABLE workspace.workspace SET (fillfactor = 50);

-- Entries come in the order of their times.
DROP INDEX audit.entry_at;
CREATE INDEX entry_at ON audit.entry USING brin (at) WITH (pages_per_range = 16, autosummarize = on);

-- A trigger before an update locks each row once more; after it, its condition costs next to nothing.
DROP TRIGGER workspace_dissolved_for_good ON workspace.workspace;
CREATE TRIGGER workspace_dissolved_for_good AFTER UPDATE OF lock_state, plan ON workspace.workspace
  FOR EACH ROW WHEN (OLD.lock_state = 'DISSOLVED') EXECUTE FUNCTION workspace.refuse_return();
DROP TRIGGER binding_only_ends ON settlement.binding;
CREATE TRIGGER binding_only_ends AFTER UPDATE OF workspace_id, during ON settlement.binding
  FOR EACH ROW WHEN (NEW.workspace_id <> OLD.workspace_id OR NOT NEW.during <@ OLD.during)
  EXECUTE FUNCTION settlement.refuse_longer_binding();

-- What the system did is most of the trail, and is not looked for by who it was.
DROP INDEX audit.entry_actor;
CREATE INDEX entry_actor ON audit.entry (actor, id) WHERE actor_kind <> 'SYSTEM';

-- A release is noted in its binding when it is given, not looked up for each binding that ends.
UPDATE settlement.binding b SET release_id = r.id FROM settlement.release r WHERE r.binding_id = b.id AND b.release_id IS NULL;
