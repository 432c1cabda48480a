this is only for MySQL
