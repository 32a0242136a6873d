-- Why a try had no answer: told in the operator's language. What was said before stays as it is.
ALTER TABLE webhook.attempt
  ADD COLUMN no_answer text CHECK (no_answer IN ('NOT_ALLOWED', 'HOST_UNKNOWN', 'UNREACHABLE', 'TLS', 'TIMEOUT', 'BROKEN_OFF')),
  ADD CONSTRAINT attempt_answered_or_not CHECK (status IS NULL OR no_answer IS NULL);
