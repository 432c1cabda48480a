-- rambler up
CREATE TABLE users (id integer PRIMARY KEY);

-- rambler down
DROP TABLE users;
