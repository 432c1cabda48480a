-- phase: expand
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cents integer NOT NULL
);
