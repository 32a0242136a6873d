-- The billing account that a workspace was opened under, whoever pays for it now.
ALTER TABLE workspace.workspace ADD COLUMN billing_account_id text REFERENCES identity.billing_account;
CREATE INDEX workspace_billing_account ON workspace.workspace (billing_account_id);
UPDATE workspace.workspace w
   SET billing_account_id = coalesce(
         (SELECT b.billing_account_id FROM settlement.binding b WHERE b.workspace_id = w.id ORDER BY lower(b.during) LIMIT 1),
         (SELECT i.billing_account_id FROM settlement.intended_binding i WHERE i.workspace_id = w.id));
