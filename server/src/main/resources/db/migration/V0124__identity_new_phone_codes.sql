-- Codes go to phones, too. Of those to new phones an account has a share of the day, whichever phones they went to.
CREATE INDEX email_code_new_phone ON identity.email_code (subject, requested_at) WHERE purpose = 'NEW_PHONE';
