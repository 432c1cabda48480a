-- phase: contract
DROP TRIGGER orders_euros ON orders;
DROP FUNCTION orders_euros();
ALTER TABLE orders DROP COLUMN cents;
