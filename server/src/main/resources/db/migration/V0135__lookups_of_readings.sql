-- What readings look up for each of a million workspaces an hour is in the index itself.
ALTER TABLE settlement.binding DROP CONSTRAINT binding_one_change_a_month,
  ADD CONSTRAINT binding_one_change_a_month UNIQUE (workspace_id, counted_month)
    INCLUDE (during, billing_account_id, agreement_id);
CREATE INDEX workspace_site ON workspace.workspace (id) INCLUDE (site);
