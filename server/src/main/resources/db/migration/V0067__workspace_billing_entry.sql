-- A workspace's owner on the way into the Billing Center: good once, for a minute, in the same sign-in. Wall time.
CREATE TABLE workspace.billing_entry (
  token_hash         bytea PRIMARY KEY,
  workspace_id       text NOT NULL REFERENCES workspace.workspace,
  console_account_id text NOT NULL REFERENCES identity.console_account,
  billing_account_id text NOT NULL REFERENCES identity.billing_account,
  target             text NOT NULL CHECK (target IN ('WORKSPACES', 'SETTLEMENT', 'WALLET')),
  expires_at         timestamptz NOT NULL
);
CREATE INDEX billing_entry_expires ON workspace.billing_entry (expires_at);
