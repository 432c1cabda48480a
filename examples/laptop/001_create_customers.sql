CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  fax TEXT
);
INSERT INTO customers (name, fax) VALUES ('Ada', '+44 20 7946 0000');
