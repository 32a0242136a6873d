-- What a data plane presents for a workspace; the token itself is not kept. Several may hold, so that one can be changed
-- without a gap.
CREATE TABLE workspace.token (
  id           text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspace.workspace,
  token_hash   bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  created_at   timestamptz NOT NULL,
  revoked_at   timestamptz CHECK (revoked_at >= created_at)
);
CREATE INDEX token_workspace ON workspace.token (workspace_id, created_at);
