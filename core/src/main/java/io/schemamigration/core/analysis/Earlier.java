package io.schemamigration.core.analysis;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is in the migrations before the one that is judged: views, code, and what isn't applied yet.
 * Nothing is parsed for it that was applied long since: it is read as words. What isn't written
 * there may still be in the database.
 */
public final class Earlier {
  /** Names that a database makes up by itself. */
  private static final Pattern MADE_UP =
      Pattern.compile(".*_(idx|key|pkey|fkey|excl|check|seq|not_null)\\d*");

  private final Dialect dialect;
  private final EarlierTexts texts = new EarlierTexts();
  private final EarlierTexts databaseTexts = new EarlierTexts();
  private List<Statement> statements = List.of();
  private List<Statement> pending = List.of();
  private List<Statement> database = List.of();
  private boolean known;

  /** Of the database, and of those statements read in; it continues from file to file. */
  private @Nullable DatabaseCode code;

  private List<Statement> read = List.of();

  /** Nothing is known. */
  public Earlier(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Continues with another migration.
   *
   * @param statements of all migrations before it, in their order
   * @param pending those among them that aren't applied, so that no released code knows them
   */
  public void follow(List<Statement> statements, List<Statement> pending) {
    this.statements = List.copyOf(statements);
    texts.follow(this.statements);
    this.pending = List.copyOf(pending);
    known = true;
  }

  /**
   * Takes in what the database itself has.
   *
   * @param database as statements; empty if it hasn't been asked
   */
  public void know(List<Statement> database) {
    if (!database.equals(this.database)) {
      this.database = List.copyOf(database);
      databaseTexts.follow(this.database);
      code = null;
    }
  }

  private boolean anyMentions(String name) {
    var own = own(name);
    return texts.mention(own) || databaseTexts.mention(own);
  }

  /**
   * Whether no migration has a name anywhere, nor puts names together while it runs, nor has the
   * database do so; false if it isn't known what came before.
   */
  public boolean lacks(String name) {
    return known
        && !MADE_UP.matcher(own(name)).matches()
        && !texts.runTexts()
        && !databaseTexts.runTexts()
        && !anyMentions(name);
  }

  /** Whether they bring an extension, with functions and types of its own. */
  public boolean extend() {
    return texts.mention("extension");
  }

  /** Whether a statement has a name, which may have a schema, somewhere in its text. */
  public static boolean mentions(Statement statement, String name) {
    return statement.sql().toLowerCase(Locale.ROOT).contains(own(name));
  }

  /** Whether they say anything of replication. */
  public boolean replicates() {
    return anyMentions("publication") || anyMentions("replica");
  }

  /** Whether they make a table of that name without a schema, or in public. */
  public boolean makesPlain(String table) {
    var all = new ArrayList<>(texts.mentioning(own(table)));
    all.addAll(databaseTexts.mentioning(own(table)));
    for (var statement : all) {
      var at = SqlWords.of(dialect, statement);
      if (at.accept("CREATE")) {
        at.accept("UNLOGGED");
        if (at.accept("TABLE")) {
          at.accept("IF", "NOT", "EXISTS");
          var name = at.name().replace("\"", "");
          if (name.equalsIgnoreCase(table) || name.equalsIgnoreCase("public." + table)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** The last part of a name, in lower case and without quotes. */
  static String own(String name) {
    return name.substring(name.lastIndexOf('.') + 1).replace("\"", "").toLowerCase(Locale.ROOT);
  }

  /** Whether a migration that isn't applied adds the column, so that older code doesn't read it. */
  public boolean addsPending(String table, String column) {
    for (var statement : pending) {
      var at = SqlWords.of(dialect, statement);
      if (at.accept("ALTER", "TABLE")) {
        at.accept("IF", "EXISTS");
        at.accept("ONLY");
        if (own(at.name()).equals(own(table)) && adds(at, own(column))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean adds(SqlWords at, String column) {
    do {
      if (at.accept("ADD")) {
        at.accept("COLUMN");
        boolean maybe = at.accept("IF", "NOT", "EXISTS");
        if (own(at.name()).equals(column)) {
          return !maybe;
        }
      }
    } while (at.skipTo(','));
    return false;
  }

  /** The code that they have put into the database. */
  public DatabaseCode code() {
    var source = database.isEmpty() ? statements : pending;
    var known = code;
    if (known == null || !Statement.goesOn(source, read)) {
      known = new DatabaseCode(dialect);
      known.add(database);
      code = known;
      read = List.of();
    }
    known.add(source.subList(read.size(), source.size()));
    read = source;
    return known;
  }

  /** The statement that made the view as it is; null if that isn't known. */
  @Nullable String view(String name) {
    String definition = null;
    for (var statement : texts.mentioning(own(name))) {
      var at = SqlWords.of(dialect, statement);
      if (!at.has(own(name))) {
        continue;
      }
      boolean makes = own(ViewText.nameOf(at)).equals(own(name));
      boolean trigger = at.has("TRIGGER") || at.has("RULE");
      boolean reads = at.accept("CREATE") || at.accept("INSERT") || at.accept("SELECT");
      if (makes) {
        definition = statement.sql();
      } else if (!reads || trigger) {
        definition = null; // rights, rules and triggers belong to it, too
      }
    }
    return definition;
  }
}
