-- Whether a channel partner made the offer of the agreement: AWS names it to the partner alone when asked for its state.
ALTER TABLE marketplace.message ADD COLUMN resold boolean NOT NULL DEFAULT false;
UPDATE marketplace.message SET resold = true
 WHERE about_aws_agreement IS NOT NULL AND body ~ 'Purchase Agreement [A-Za-z]+ - Manufacturer';
