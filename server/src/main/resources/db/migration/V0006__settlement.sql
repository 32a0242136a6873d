CREATE SCHEMA settlement;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- One agreement held by one billing account over a period of time.
CREATE TABLE settlement.cloud_account (
  id                 text PRIMARY KEY,
  agreement_id       text NOT NULL REFERENCES marketplace.agreement,
  billing_account_id text NOT NULL REFERENCES identity.billing_account,
  registered_at      timestamptz NOT NULL,
  removed_at         timestamptz,
  -- The state of the agreement that took it away: ended, never begun, or handed over to a successor.
  removed_by         text CHECK (removed_by IN ('ENDED', 'FAILED', 'SUCCEEDED')),
  CHECK (removed_at >= registered_at),
  CHECK ((removed_at IS NULL) = (removed_by IS NULL))
);
CREATE UNIQUE INDEX cloud_account_one_holder ON settlement.cloud_account (agreement_id) WHERE removed_at IS NULL;
CREATE INDEX cloud_account_holder ON settlement.cloud_account (billing_account_id);

-- Workspace x payer x [from, to).
CREATE TABLE settlement.binding (
  id                 text PRIMARY KEY,
  workspace_id       text NOT NULL REFERENCES workspace.workspace,
  billing_account_id text NOT NULL REFERENCES identity.billing_account,
  -- The agreement that pays; empty when the billing account itself pays.
  agreement_id       text REFERENCES marketplace.agreement,
  during             tstzrange NOT NULL CHECK (lower_inc(during) AND NOT upper_inc(during) AND NOT isempty(during)),
  CONSTRAINT binding_one_payer_at_a_time EXCLUDE USING gist (workspace_id WITH =, during WITH &&)
);
CREATE INDEX binding_agreement ON settlement.binding (agreement_id) WHERE agreement_id IS NOT NULL;

-- A binding made before AWS has confirmed the subscription: it starts when the agreement becomes ACTIVE.
CREATE TABLE settlement.intended_binding (
  workspace_id       text PRIMARY KEY REFERENCES workspace.workspace,
  billing_account_id text NOT NULL REFERENCES identity.billing_account,
  agreement_id       text NOT NULL REFERENCES marketplace.agreement,
  created_at         timestamptz NOT NULL
);
CREATE INDEX intended_binding_agreement ON settlement.intended_binding (agreement_id);
