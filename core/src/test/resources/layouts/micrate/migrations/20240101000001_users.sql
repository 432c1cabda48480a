-- +micrate Up
CREATE TABLE users (id integer PRIMARY KEY);

-- +micrate Down
DROP TABLE users;
