-- PostgreSQL takes the GiST index of the constraint to be as fast as this one, and for thousands of workspaces at once
-- it is not, by thirty times. With a collation of its own only this one fits who asks by it.
DROP INDEX settlement.binding_workspace;
CREATE INDEX binding_workspace ON settlement.binding (workspace_id COLLATE "C");
