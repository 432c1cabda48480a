package io.schemamigration.core.sql;

/**
 * One statement of a file.
 *
 * @param sql from its first word to its last, without the semicolon that ends it; comments inside
 *     are kept, so that a position in it can be told as a line of the file
 * @param line the line of the file on which it begins, from 1
 */
public record Statement(String sql, int line) {}
