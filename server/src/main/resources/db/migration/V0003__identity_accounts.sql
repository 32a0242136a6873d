CREATE SCHEMA identity;

-- Signs in to the workspaces of one site.
CREATE TABLE identity.console_account (
  id            text PRIMARY KEY,
  site          text NOT NULL,
  username      text NOT NULL,
  email         text NOT NULL,
  phone         text NOT NULL DEFAULT '',
  language      text NOT NULL CHECK (language IN ('zh', 'en')),
  password_hash text NOT NULL,
  created_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX console_account_username ON identity.console_account (site, lower(username));
CREATE UNIQUE INDEX console_account_email ON identity.console_account (site, lower(email));

-- Used only for money; its username is unique over all sites and never changes.
CREATE TABLE identity.billing_account (
  id            text PRIMARY KEY,
  username      text NOT NULL,
  email         text NOT NULL,
  phone         text NOT NULL DEFAULT '',
  company       text NOT NULL,
  site          text NOT NULL,
  currency      text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  language      text NOT NULL CHECK (language IN ('zh', 'en')),
  password_hash text NOT NULL,
  created_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX billing_account_username ON identity.billing_account (lower(username));

CREATE TABLE identity.operator (
  id            text PRIMARY KEY,
  username      text NOT NULL,
  password_hash text NOT NULL,
  created_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX operator_username ON identity.operator (lower(username));

-- A code is made when its mail is sent, so code_hash is empty until then.
CREATE TABLE identity.email_code (
  id           text PRIMARY KEY,
  purpose      text NOT NULL,
  address      text NOT NULL,
  -- Wall time: codes guard access, so the settable business clock does not age them.
  requested_at timestamptz NOT NULL,
  issued_at    timestamptz,
  expires_at   timestamptz,
  code_hash    bytea,
  tries        integer NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
  used_at      timestamptz,
  CHECK ((code_hash IS NULL) = (expires_at IS NULL)),
  CHECK ((issued_at IS NULL) = (expires_at IS NULL))
);
CREATE INDEX email_code_address ON identity.email_code (purpose, lower(address), requested_at DESC);

CREATE TABLE identity.api_key (
  id         text PRIMARY KEY,
  name       text NOT NULL CHECK (name <> ''),
  key_hash   bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);
