CREATE TABLE dated (id integer PRIMARY KEY);
