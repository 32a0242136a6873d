-- What a billing account was told of its arrears: each step of each countdown once.
CREATE TABLE wallet.arrears_notice (
  billing_account_id text NOT NULL REFERENCES wallet.account,
  -- The movement that made the balance fall below zero.
  number             bigint NOT NULL,
  -- 0: the workspaces were locked.
  days_left          integer NOT NULL CHECK (days_left >= 0),
  at                 timestamptz NOT NULL,
  -- Of a lock: when the account paid again.
  paid_at            timestamptz CHECK (paid_at IS NULL OR days_left = 0),
  PRIMARY KEY (billing_account_id, number, days_left),
  FOREIGN KEY (billing_account_id, number) REFERENCES wallet.entry (billing_account_id, number)
);
