-- The Billing Center lists the workspaces of an account, the latest first.
CREATE INDEX workspace_of_account ON workspace.workspace (billing_account_id, created_at DESC, id DESC);
DROP INDEX workspace.workspace_billing_account;
