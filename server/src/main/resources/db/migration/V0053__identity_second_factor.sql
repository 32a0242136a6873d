-- The second factor (RFC 6238) of a console account, a billing account or an operator.
CREATE TABLE identity.second_factor (
  account_id   text PRIMARY KEY,
  -- Encrypted under the server's secret.
  secret       bytea NOT NULL,
  -- The last time step whose code was used; no step is used twice.
  last_step    bigint NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL,
  -- Empty until its owner has shown a code of it.
  confirmed_at timestamptz
);

CREATE TABLE identity.recovery_code (
  account_id text NOT NULL REFERENCES identity.second_factor ON DELETE CASCADE,
  code_hash  bytea NOT NULL,
  used_at    timestamptz,
  PRIMARY KEY (account_id, code_hash)
);
