-- Billing accounts whose arrears are overdue: they pay for no workspace by themselves until they owe nothing more.
CREATE TABLE settlement.arrears (
  billing_account_id text PRIMARY KEY REFERENCES identity.billing_account,
  overdue_at         timestamptz NOT NULL
);
-- Arrears take workspaces from a billing account, and give them back.
ALTER TABLE settlement.binding
  DROP CONSTRAINT binding_started_why_check,
  DROP CONSTRAINT binding_ended_why_check,
  ADD CONSTRAINT binding_started_why_check CHECK (started_why IN ('SUBSCRIPTION', 'ARREARS', 'FIRST', 'CHANGE', 'UNLOCK')),
  ADD CONSTRAINT binding_ended_why_check CHECK (ended_why IN ('SUBSCRIPTION', 'ARREARS', 'CHANGE', 'UNLOCK'));
