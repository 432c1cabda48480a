-- @up
CREATE TABLE users (id integer PRIMARY KEY);

-- @down
DROP TABLE users;
