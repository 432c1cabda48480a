-- phase: contract
ALTER TABLE customers DROP COLUMN fax;
