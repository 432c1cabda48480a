package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The statements that make domains and functions, where it is certain that these still are as they
 * were made.
 *
 * @param earlier the statements of all files before the migration; null: not known
 * @param later those of the migration that have been judged
 * @param read what they say by their words
 * @param tree reads one; null for one that can't be read
 */
record Makers(
    @Nullable List<Statement> earlier,
    List<Statement> later,
    KnownStatements read,
    Function<String, @Nullable Node> tree) {
  /** What may make another thing of a type or a function. */
  private static final Pattern CHANGES =
      Pattern.compile(
          "(ALTER|DROP)\\s+(DOMAIN|TYPE|FUNCTION|PROCEDURE|ROUTINE|SCHEMA|OWNED|EXTENSION)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ALTERS =
      Pattern.compile("(ALTER|DROP)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern TRIGGER =
      Pattern.compile("CREATE\\s+TRIGGER\\b", Pattern.CASE_INSENSITIVE);

  /** Whether a type is a domain of the folder that brings no default, and takes NULL. */
  boolean takesNull(String type) {
    var domain = made("DOMAIN", type);
    return domain != null && Domains.takesNull(domain);
  }

  /** The function of that name, if there is one only and nothing else was done to it; else null. */
  @Nullable Node function(String name) {
    return made("FUNCTION", name);
  }

  /** What makes it, in the folder or in the migration so far; null if that isn't certain. */
  private @Nullable Node made(String kind, String written) {
    var name = Folder.own(written);
    Statement maker = null;
    var all = new ArrayList<>(earlier == null ? List.<Statement>of() : earlier);
    all.addAll(later);
    for (var statement : earlier == null ? List.<Statement>of() : all) {
      var each = read.of(statement);
      boolean makes = each.isMade(kind) && each.name().equals(name);
      if (makes) {
        boolean here = Folder.schema(each.schema() + ".x").equals(Folder.schema(written));
        if (!here || (maker != null && !each.mentions("replace"))) {
          return null;
        }
        maker = statement;
      } else if (each.mentions(name)
          && (each.isUnclear() || CHANGES.matcher(statement.sql()).lookingAt())) {
        return null;
      }
    }
    return maker == null ? null : tree.apply(maker.sql());
  }

  /** Whether code of the folder that isn't understood has that word. */
  boolean mayHide(String word) {
    for (var statement : earlier == null ? List.<Statement>of() : earlier) {
      var each = read.of(statement);
      if (each.isUnclear() && each.mentions(word)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether nothing that follows in the migration changes a function, or columns of a table.
   *
   * @param rest what follows
   */
  boolean leaves(List<Statement> rest, String function, String table, List<String> columns) {
    for (var statement : rest) {
      var each = read.of(statement);
      boolean changes =
          each.mentions(Folder.own(table))
              && columns.stream().anyMatch(c -> each.mentions(Folder.own(c)))
              && ALTERS.matcher(statement.sql()).lookingAt();
      if (changes
          || (each.mentions(Folder.own(function))
              && !TRIGGER.matcher(statement.sql()).lookingAt())) {
        return false;
      }
    }
    return true;
  }
}
