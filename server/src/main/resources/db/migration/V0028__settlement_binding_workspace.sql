-- Readings ask for the payers of thousands of workspaces at once: the constraint's GiST index answers for one at a time.
CREATE INDEX binding_workspace ON settlement.binding (workspace_id);
