CREATE SCHEMA marketplace;

-- One row per thing AWS can charge. Which of its identifiers are known depends on what came first.
CREATE TABLE marketplace.agreement (
  id                  text PRIMARY KEY,
  -- The configured product it belongs to (its code as AWS knows it).
  product_code        text NOT NULL,
  -- The legacy key; empty for an agreement that is keyed by its licence.
  customer_identifier text,
  -- The concurrent key: what stands last in the licence's ARN; and the ARN as AWS's API takes it.
  license_id          text CHECK (license_id ~ '^l-[0-9a-z]+$'),
  license_arn         text,
  aws_account_id      text CHECK (aws_account_id ~ '^[0-9]{12}$'),
  -- AWS's id of the present agreement; a licence may get a newer one.
  aws_agreement_id    text,
  offer_id            text,
  free_trial          boolean NOT NULL DEFAULT false,
  starts_at           timestamptz,
  ends_at             timestamptz,
  state               text NOT NULL CHECK (state IN ('PENDING', 'FAILED', 'ACTIVE', 'ENDING', 'ENDED', 'SUCCEEDED')),
  -- When the present or last period started, by its sender's time.
  period_started_at   timestamptz,
  -- The sender's time of the first event that said it is ending.
  ending_since        timestamptz,
  ended_at            timestamptz,
  -- The agreement that took over its workspaces; set once they have moved.
  successor_id        text REFERENCES marketplace.agreement CHECK (successor_id <> id),
  created_at          timestamptz NOT NULL,
  version             bigint NOT NULL DEFAULT 1,
  CONSTRAINT agreement_has_one_key CHECK ((customer_identifier IS NULL) <> (license_id IS NULL)),
  CONSTRAINT agreement_license_has_an_arn CHECK ((license_id IS NULL) = (license_arn IS NULL)),
  CONSTRAINT agreement_licensed_has_an_account
    CHECK (license_id IS NULL OR state <> 'ACTIVE' OR aws_account_id IS NOT NULL),
  CONSTRAINT agreement_active_has_started CHECK (state <> 'ACTIVE' OR period_started_at IS NOT NULL),
  CONSTRAINT agreement_ending_has_a_time CHECK (state <> 'ENDING' OR ending_since IS NOT NULL),
  CONSTRAINT agreement_ended_has_a_time CHECK (state <> 'ENDED' OR ended_at IS NOT NULL)
);
CREATE UNIQUE INDEX agreement_legacy_key ON marketplace.agreement (product_code, customer_identifier);
CREATE UNIQUE INDEX agreement_license_key ON marketplace.agreement (license_id);
-- To find what may follow a renewed agreement.
CREATE INDEX agreement_account ON marketplace.agreement (product_code, aws_account_id);
CREATE INDEX agreement_state ON marketplace.agreement (state, id);

-- AWS's agreement ids and the licences they were seen with.
CREATE TABLE marketplace.aws_agreement (
  aws_agreement_id text NOT NULL,
  agreement_id     text NOT NULL REFERENCES marketplace.agreement,
  linked_at        timestamptz NOT NULL,
  PRIMARY KEY (aws_agreement_id, agreement_id)
);
CREATE INDEX aws_agreement_of ON marketplace.aws_agreement (agreement_id);

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
  -- WAITING: understood, but AWS has not told yet which licence its agreement has.
  -- NOTED: understood, and it changes nothing.
  state        text NOT NULL DEFAULT 'STORED'
    CHECK (state IN ('STORED', 'APPLIED', 'WAITING', 'NOTED', 'PARKED')),
  -- What it says and of whom, once read; empty while it could not be read.
  fact         text CHECK (fact IN ('SUBSCRIBED', 'SUBSCRIBE_FAILED', 'UNSUBSCRIBE_PENDING', 'UNSUBSCRIBED',
                                    'NOT_SUBSCRIBED', 'CREATED', 'AMENDED', 'LICENSED', 'ENDED', 'SUCCEEDED',
                                    'DEPROVISIONED', 'CLOSED')),
  about_product  text,
  about_customer text,
  about_license  text,
  about_aws_agreement text,
  -- The agreement that this one renews or replaces.
  previous_aws_agreement text,
  -- How it came to be: NEW, RENEW, REPLACE, as AWS says.
  intent       text,
  about_account text,
  offer_id     text,
  free_trial   boolean,
  starts_at    timestamptz,
  ends_at      timestamptz,
  agreement_id text REFERENCES marketplace.agreement,
  reason       text,
  applied_at   timestamptz,
  CHECK (state NOT IN ('PARKED', 'NOTED', 'WAITING') OR reason IS NOT NULL),
  CHECK (state <> 'APPLIED' OR (agreement_id IS NOT NULL AND fact IS NOT NULL)),
  CHECK (state <> 'WAITING' OR (about_aws_agreement IS NOT NULL AND fact IS NOT NULL)),
  UNIQUE (product_code, dedup_key)
);
CREATE INDEX message_agreement ON marketplace.message (agreement_id, sent_at, id) WHERE agreement_id IS NOT NULL;
CREATE INDEX message_aws_agreement ON marketplace.message (about_aws_agreement) WHERE about_aws_agreement IS NOT NULL;
CREATE INDEX message_previous ON marketplace.message (previous_aws_agreement) WHERE previous_aws_agreement IS NOT NULL;
CREATE INDEX message_license ON marketplace.message (about_license) WHERE about_license IS NOT NULL;
CREATE INDEX message_parked ON marketplace.message (id) WHERE state = 'PARKED';
CREATE INDEX message_waiting ON marketplace.message (about_product, about_customer) WHERE state = 'PARKED' AND about_customer IS NOT NULL;
