-- Up
CREATE TABLE orders (id integer PRIMARY KEY, total integer);
-- Down
DROP TABLE orders;
