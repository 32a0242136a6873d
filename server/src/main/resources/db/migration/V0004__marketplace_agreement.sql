CREATE SCHEMA marketplace;

-- One row per thing AWS can charge. Which of its identifiers are known depends on what came first.
CREATE TABLE marketplace.agreement (
  id                  text PRIMARY KEY,
  -- The configured product it belongs to (its code as AWS knows it).
  product_code        text NOT NULL,
  -- The legacy key; empty for an agreement that is keyed by its licence.
  customer_identifier text,
  aws_account_id      text CHECK (aws_account_id ~ '^[0-9]{12}$'),
  offer_id            text,
  free_trial          boolean NOT NULL DEFAULT false,
  state               text NOT NULL CHECK (state IN ('PENDING', 'FAILED', 'ACTIVE', 'ENDING', 'ENDED')),
  -- When the present or last period started, by its sender's time.
  period_started_at   timestamptz,
  -- The sender's time of the first event that said it is ending.
  ending_since        timestamptz,
  ended_at            timestamptz,
  created_at          timestamptz NOT NULL,
  version             bigint NOT NULL DEFAULT 1,
  CONSTRAINT agreement_has_a_key CHECK (customer_identifier IS NOT NULL),
  CONSTRAINT agreement_active_has_started CHECK (state <> 'ACTIVE' OR period_started_at IS NOT NULL),
  CONSTRAINT agreement_ending_has_a_time CHECK (state <> 'ENDING' OR ending_since IS NOT NULL),
  CONSTRAINT agreement_ended_has_a_time CHECK (state <> 'ENDED' OR ended_at IS NOT NULL)
);
CREATE UNIQUE INDEX agreement_legacy_key ON marketplace.agreement (product_code, customer_identifier);
CREATE INDEX agreement_state ON marketplace.agreement (state, id);

CREATE TABLE marketplace.agreement_move (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agreement_id text NOT NULL REFERENCES marketplace.agreement,
  from_state   text NOT NULL,
  to_state     text NOT NULL,
  at           timestamptz NOT NULL,
  cause        text NOT NULL
);
CREATE INDEX agreement_move_agreement ON marketplace.agreement_move (agreement_id, id);

-- Every message, raw, before anything else is done with it.
CREATE TABLE marketplace.message (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- The product whose queue it came from, or that a fact of our own is about.
  product_code text NOT NULL,
  dedup_key    text NOT NULL,
  sent_at      timestamptz NOT NULL,
  received_at  timestamptz NOT NULL,
  body         text NOT NULL,
  state        text NOT NULL DEFAULT 'STORED' CHECK (state IN ('STORED', 'APPLIED', 'PARKED')),
  -- What it says and of whom, once read; empty while it could not be read.
  fact         text CHECK (fact IN ('SUBSCRIBED', 'SUBSCRIBE_FAILED', 'UNSUBSCRIBE_PENDING', 'UNSUBSCRIBED', 'NOT_SUBSCRIBED')),
  about_product  text,
  about_customer text,
  offer_id     text,
  free_trial   boolean,
  agreement_id text REFERENCES marketplace.agreement,
  reason       text,
  applied_at   timestamptz,
  CHECK (state <> 'PARKED' OR reason IS NOT NULL),
  CHECK (state <> 'APPLIED' OR (agreement_id IS NOT NULL AND fact IS NOT NULL)),
  UNIQUE (product_code, dedup_key)
);
CREATE INDEX message_agreement ON marketplace.message (agreement_id, sent_at, id) WHERE agreement_id IS NOT NULL;
CREATE INDEX message_parked ON marketplace.message (id) WHERE state = 'PARKED';
CREATE INDEX message_waiting ON marketplace.message (about_product, about_customer) WHERE state = 'PARKED' AND about_customer IS NOT NULL;
