package io.schemamigration.core.analysis;

/**
 * What a rule says about a statement.
 *
 * @param rule which
 * @param offset where, an index of the statement's text
 * @param message what is wrong, with the names: {@code column users.name is removed}
 * @param advice what to do instead, or next
 */
public record Remark(Rule rule, int offset, String message, String advice) {}
