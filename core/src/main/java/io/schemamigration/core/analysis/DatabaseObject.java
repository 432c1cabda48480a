package io.schemamigration.core.analysis;

import java.util.Locale;

/**
 * Something in a database that has a name.
 *
 * @param kind what it is
 * @param name as the statement writes it, in the case that the database keeps, parts joined by
 *     dots: {@code shop.users}; a column, constraint, trigger or policy comes after its table:
 *     {@code users.email}
 */
public record DatabaseObject(Kind kind, String name) {
  /** What it is. */
  public enum Kind {
    /** A schema. */
    SCHEMA,
    /** A table, partitioned or foreign ones, too. */
    TABLE,
    /** A view or a materialized view. */
    VIEW,
    /** A column. */
    COLUMN,
    /** An index. */
    INDEX,
    /** A constraint, not-null ones, too. */
    CONSTRAINT,
    /** A function, procedure or aggregate. */
    FUNCTION,
    /** A type, domain or enum. */
    TYPE,
    /** A sequence. */
    SEQUENCE,
    /** A trigger or rule. */
    TRIGGER,
    /** A row-level security policy. */
    POLICY,
    /** A right that a role has. */
    PRIVILEGE,
    /** Anything else: an extension, a role, a statistics object, a setting. */
    OTHER;

    /** Lower case, for people. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** For people: {@code column users.email}. */
  public String text() {
    return kind.text() + " " + name;
  }
}
