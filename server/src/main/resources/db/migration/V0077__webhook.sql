CREATE SCHEMA webhook;

-- Where the data planes and other systems of the installation are told of events.
CREATE TABLE webhook.endpoint (
  id              text PRIMARY KEY,
  url             text NOT NULL CHECK (url ~ '^https?://'),
  description     text NOT NULL CHECK (description <> ''),
  -- The types it wants; empty for all.
  types           text[] NOT NULL,
  -- Encrypted under the server's secret: they are needed to sign.
  secret          bytea NOT NULL,
  former_secret   bytea,
  -- Until when the former secret signs as well, by wall time.
  former_until    timestamptz,
  state           text NOT NULL DEFAULT 'ENABLED' CHECK (state IN ('ENABLED', 'DISABLED')),
  disabled_why    text CHECK (disabled_why IN ('OPERATOR', 'FAILING', 'GONE')),
  -- Since when nothing has come through; empty while it does.
  failing_since   timestamptz,
  created_at      timestamptz NOT NULL,
  CHECK ((former_secret IS NULL) = (former_until IS NULL)),
  CHECK ((state = 'DISABLED') = (disabled_why IS NOT NULL))
);

-- Rises over all events: of two events of one workspace the later has the higher one.
CREATE SEQUENCE webhook.event_sequence;

CREATE TABLE webhook.event (
  id          text PRIMARY KEY,
  sequence    bigint NOT NULL UNIQUE,
  type        text NOT NULL CHECK (type <> ''),
  subject     text NOT NULL CHECK (subject <> ''),
  happened_at timestamptz NOT NULL,
  -- What is sent, to the byte.
  payload     text NOT NULL
);
CREATE INDEX event_happened ON webhook.event (happened_at);

-- One event to one endpoint.
CREATE TABLE webhook.delivery (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  endpoint_id text NOT NULL REFERENCES webhook.endpoint,
  event_id    text NOT NULL REFERENCES webhook.event,
  state       text NOT NULL DEFAULT 'DUE' CHECK (state IN ('DUE', 'DELIVERED', 'FAILED')),
  -- Since it was put or replayed last.
  attempts    integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  due_at      timestamptz,
  CONSTRAINT delivery_once UNIQUE (endpoint_id, event_id),
  CHECK ((state = 'DUE') = (due_at IS NOT NULL))
);
CREATE INDEX delivery_due ON webhook.delivery (endpoint_id, due_at) WHERE state = 'DUE';
CREATE INDEX delivery_of ON webhook.delivery (endpoint_id, id);
CREATE INDEX delivery_event ON webhook.delivery (event_id);

CREATE TABLE webhook.attempt (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery_id bigint NOT NULL REFERENCES webhook.delivery ON DELETE CASCADE,
  at          timestamptz NOT NULL,
  -- Empty when there was no answer.
  status      integer CHECK (status BETWEEN 100 AND 999),
  -- The beginning of the answer, or why there was none.
  said        text NOT NULL,
  millis      integer NOT NULL CHECK (millis >= 0)
);
CREATE INDEX attempt_delivery ON webhook.attempt (delivery_id, id);
