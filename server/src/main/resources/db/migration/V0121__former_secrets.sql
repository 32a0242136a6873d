-- Each secret signs until its own time, however soon the next one follows; the last five at most.
CREATE TABLE webhook.former_secret (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  endpoint_id text NOT NULL REFERENCES webhook.endpoint,
  -- Encrypted like the present one.
  secret      bytea NOT NULL,
  -- Until when it signs as well, by wall time.
  until       timestamptz NOT NULL
);
CREATE INDEX former_secret_of ON webhook.former_secret (endpoint_id, id);
INSERT INTO webhook.former_secret (endpoint_id, secret, until)
SELECT id, former_secret, former_until FROM webhook.endpoint WHERE former_secret IS NOT NULL;
ALTER TABLE webhook.endpoint DROP COLUMN former_secret, DROP COLUMN former_until;
