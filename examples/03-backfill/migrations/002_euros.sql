-- phase: expand
ALTER TABLE orders ADD COLUMN euros numeric(12, 2);

-- older code doesn't know the column: from here on no new row is without it
CREATE FUNCTION orders_euros() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.euros := coalesce(NEW.euros, NEW.cents / 100.0);
  RETURN NEW;
END
$$;
-- accept: trigger it fills the new column, and nothing in it can fail
CREATE TRIGGER orders_euros BEFORE INSERT OR UPDATE OF cents ON orders
  FOR EACH ROW EXECUTE FUNCTION orders_euros();
