-- Users
-- depends: 

CREATE TABLE users (id integer PRIMARY KEY);
