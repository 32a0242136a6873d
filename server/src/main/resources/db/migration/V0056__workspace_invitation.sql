-- Somebody is asked by mail to join a workspace. The token in the mail's link is kept by its hash alone.
CREATE TABLE workspace.invitation (
  id           text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspace.workspace,
  email        text NOT NULL,
  role         text NOT NULL CHECK (role IN ('ADMINISTRATOR', 'MEMBER')),
  invited_by   text NOT NULL REFERENCES identity.console_account,
  -- How often it was sent; each sending voids the links before.
  sending      integer NOT NULL DEFAULT 1,
  token_hash   bytea UNIQUE,
  created_at   timestamptz NOT NULL,
  -- Wall time, as it guards access.
  expires_at   timestamptz NOT NULL,
  accepted_at  timestamptz,
  revoked_at   timestamptz
);
CREATE UNIQUE INDEX invitation_open ON workspace.invitation (workspace_id, lower(email))
 WHERE accepted_at IS NULL AND revoked_at IS NULL;
