-- Guessing is throttled over all nodes. A row says until when a caller's share is used up in part; past that moment the
-- whole share is there again and the row may go. Wall time, and no name or address in clear.
CREATE TABLE identity.attempt (
  key     bytea PRIMARY KEY,
  full_at timestamptz NOT NULL
);
CREATE INDEX attempt_full_at ON identity.attempt (full_at);
