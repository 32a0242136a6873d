CREATE SCHEMA workspace;

CREATE TABLE workspace.workspace (
  id         text PRIMARY KEY,
  site       text NOT NULL,
  name       text NOT NULL CHECK (name <> ''),
  -- Decides the language of its mails; never changes.
  language   text NOT NULL CHECK (language IN ('zh', 'en')),
  plan       text NOT NULL CHECK (plan IN ('FREE', 'COMMERCIAL')),
  -- The fact, not the reason.
  lock_state text NOT NULL DEFAULT 'OPEN' CHECK (lock_state IN ('OPEN', 'LOCKED')),
  created_at timestamptz NOT NULL
);

CREATE TABLE workspace.member (
  workspace_id       text NOT NULL REFERENCES workspace.workspace,
  console_account_id text NOT NULL REFERENCES identity.console_account,
  role               text NOT NULL CHECK (role IN ('OWNER', 'ADMINISTRATOR', 'MEMBER')),
  created_at         timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, console_account_id)
);
CREATE UNIQUE INDEX member_one_owner ON workspace.member (workspace_id) WHERE role = 'OWNER';
CREATE INDEX member_account ON workspace.member (console_account_id);
