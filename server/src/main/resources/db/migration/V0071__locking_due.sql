-- What is due is looked up by the instant at which locks began together.
CREATE INDEX lock_beginning ON locking.lock (started_at, workspace_id) WHERE ended_at IS NULL AND cleared_at IS NULL;
