package io.schemamigration.runner.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConnection;

/**
 * An empty database in memory with the schema that a folder's files make, to ask SQLite about each
 * statement. It only ever has a schema: statements that write rows are read, and not run.
 */
public final class SqliteDraft {
  private static final String TABLE = "CREATE TABLE";

  /** What SQLite says of things that the files needn't have made, or that other rules report. */
  private static final List<String> ELSEWHERE =
      List.of(
          "no such table",
          "no such view",
          "no such index",
          "no such trigger",
          "no such module",
          "unknown database",
          "already exists",
          "there is already");

  /** After what SQLite says of a statement, where an earlier one of the files is refused. */
  public static final String FOLLOWS = " (this may follow from what is refused before it)";

  private final boolean known;
  private byte @Nullable [] schema;
  private boolean sure = true;
  private boolean refused;

  /**
   * Begins without any object.
   *
   * @param known whether to say what SQLite refuses of known tables, too, and not only what isn't
   *     SQL; the files have to make the whole schema
   */
  public SqliteDraft(boolean known) {
    this.known = known;
  }

  /**
   * What SQLite says of each of these statements; null where it says nothing, or where that isn't
   * known. Afterwards the draft has what they make.
   *
   * @throws IllegalStateException when SQLite can't be started
   */
  public List<@Nullable String> ask(List<String> statements) {
    try (var draft = JDBC.createConnection("jdbc:sqlite::memory:", new Properties())) {
      var sqlite = draft.unwrap(SQLiteConnection.class);
      if (schema != null) {
        sqlite.deserialize("main", schema);
      }
      var said = new ArrayList<@Nullable String>();
      for (var sql : statements) {
        said.add(ask(draft, sql));
      }
      if (known) {
        var image = sqlite.serialize("main");
        schema = image.length == 0 ? null : image;
      }
      return said;
    } catch (SQLException e) {
      throw new IllegalStateException("SQLite can't be started: " + e.getMessage(), e);
    }
  }

  private @Nullable String ask(Connection draft, String sql) {
    var verb = verb(sql);
    if (verb.equals("PRAGMA")) {
      pragma(draft, sql);
      return null; // some take effect as soon as they are read
    }
    var error = SqliteSyntax.failure(draft, sql);
    if (error == null && known && isSchema(verb)) {
      error = run(draft, sql);
    }
    if (error == null || SqliteSyntax.isUnreadable(error)) {
      return error;
    }
    boolean elsewhere = ELSEWHERE.stream().anyMatch(error::contains);
    boolean tells = known && sure && (!elsewhere || error.startsWith("error in "));
    boolean follows = refused && !sql.regionMatches(true, 0, TABLE, 0, TABLE.length());
    if (isSchema(verb)) { // its tables aren't as they should be from now on
      sure &= tells;
      refused = true;
    }
    return !tells ? null : follows ? error + FOLLOWS : error;
  }

  private void pragma(Connection draft, String sql) {
    var text = sql.toLowerCase(Locale.ROOT);
    sure &= !text.contains("writable_schema");
    if (known && text.contains("legacy_alter_table")) {
      run(draft, sql);
    }
  }

  private static boolean isSchema(String verb) {
    return verb.equals("CREATE") || verb.equals("ALTER") || verb.equals("DROP");
  }

  private static String verb(String sql) {
    int end = 0;
    while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
      end++;
    }
    return sql.substring(0, end).toUpperCase(Locale.ROOT);
  }

  private static @Nullable String run(Connection draft, String sql) {
    try (var statement = draft.createStatement()) {
      statement.execute(sql);
      return null;
    } catch (SQLException e) {
      return SqliteSyntax.own(e);
    }
  }
}
