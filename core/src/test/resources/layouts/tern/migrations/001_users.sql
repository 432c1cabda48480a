CREATE TABLE users (id integer PRIMARY KEY);

---- create above / drop below ----

DROP TABLE users;
