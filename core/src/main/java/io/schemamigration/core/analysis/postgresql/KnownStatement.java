package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A statement of an earlier file, read by its words: what it makes, and what it mentions. Names are
 * in lower case and without a schema, so that two may be taken for one, but never one for two.
 *
 * @param does what kind of statement it is
 * @param what the word for what it makes or alters: {@code TABLE}; empty if it is anything else
 * @param schema of the name, as it is written; empty without one
 * @param name of what it makes or alters; empty if that isn't known
 * @param words all words in it, those inside of strings, too
 * @param rest what follows the name
 */
record KnownStatement(
    Does does, String what, String schema, String name, Set<String> words, List<SqlToken> rest) {

  /** What a statement can do to a schema. */
  enum Does {
    /** It makes what it names, and nothing else. */
    MAKES,
    /** It changes what it names. */
    ALTERS,
    /** It makes nothing that has a name of its own among tables, types and functions. */
    NOTHING,
    /** It may do whatever its words can mean. */
    ANYTHING
  }

  private static final Set<String> MODIFIERS =
      Set.of(
          "GLOBAL",
          "LOCAL",
          "TEMP",
          "TEMPORARY",
          "UNLOGGED",
          "UNIQUE",
          "MATERIALIZED",
          "RECURSIVE",
          "FOREIGN",
          "OR",
          "REPLACE",
          "CONSTRAINT",
          "TRUSTED",
          "EVENT");

  private static final Set<String> MADE =
      Set.of(
          "TABLE",
          "VIEW",
          "INDEX",
          "SEQUENCE",
          "TYPE",
          "DOMAIN",
          "SCHEMA",
          "FUNCTION",
          "PROCEDURE",
          "AGGREGATE",
          "EXTENSION");

  /** What belongs to a table, and may be about its columns. */
  private static final Set<String> RULES = Set.of("RULE", "POLICY", "TRIGGER");

  /** Words without which code changes no schema. */
  private static final Set<String> DDL =
      Set.of("table", "view", "sequence", "index", "type", "schema", "alter", "execute");

  private static final Set<String> HARMLESS =
      Set.of(
          "INSERT",
          "UPDATE",
          "DELETE",
          "MERGE",
          "COMMENT",
          "GRANT",
          "REVOKE",
          "SET",
          "RESET",
          "ANALYZE",
          "VACUUM",
          "COPY",
          "BEGIN",
          "COMMIT",
          "LOCK",
          "TRUNCATE",
          "REINDEX",
          "REFRESH");

  static KnownStatement of(Statement statement) {
    try {
      var tokens = SqlToken.of(Dialect.POSTGRESQL, statement.sql());
      return new Reader(tokens).read();
    } catch (UnreadableSqlException e) {
      var words = Set.copyOf(Reader.parts(statement.sql().toLowerCase(Locale.ROOT)));
      return new KnownStatement(Does.ANYTHING, "", "", "", words, List.of());
    }
  }

  boolean isMade(String kind) {
    return does == Does.MAKES && what.equals(kind);
  }

  boolean altersTable(String table) {
    return does == Does.ALTERS && what.equals("TABLE") && name.equals(table);
  }

  boolean isUnclear() {
    return does == Does.ANYTHING;
  }

  /** Whether its code may make something of that name. */
  boolean mayMake(String wanted) {
    boolean code = isMade("FUNCTION") || isMade("PROCEDURE");
    return mentions(wanted) && (isUnclear() || (code && mentionsOneOf(DDL)));
  }

  private boolean mentionsOneOf(Set<String> these) {
    return words.stream().anyMatch(these::contains);
  }

  boolean mentions(String word) {
    return words.contains(word);
  }

  /** What it makes, for people, if that is a rule, a policy or a trigger; else empty. */
  String ruleName() {
    return RULES.contains(what) ? what.toLowerCase(Locale.ROOT) + " " + name : "";
  }

  /** Reads from left to right. */
  private static final class Reader {
    private final List<SqlToken> tokens;
    private int at;

    Reader(List<SqlToken> tokens) {
      this.tokens = tokens;
    }

    KnownStatement read() {
      var words = words();
      var verb = word();
      if (verb.equals("CREATE")) {
        return created(words);
      }
      if (verb.equals("ALTER")) {
        var what = word();
        return what.equals("TABLE")
            ? named(Does.ALTERS, what, words)
            : unnamed(Does.ANYTHING, words);
      }
      if (verb.equals("DROP")) {
        skipModifiers();
        return unnamed(Does.NOTHING, words);
      }
      boolean harmless = HARMLESS.contains(verb);
      return unnamed(harmless ? Does.NOTHING : Does.ANYTHING, words);
    }

    private KnownStatement created(Set<String> words) {
      boolean unique = skipModifiers();
      var what = word();
      if (!MADE.contains(what)) {
        var does = what.equals("RULE") ? Does.ANYTHING : Does.NOTHING;
        return RULES.contains(what) ? named(does, what, words) : unnamed(does, words);
      }
      return named(Does.MAKES, unique && what.equals("INDEX") ? "UNIQUE INDEX" : what, words);
    }

    private boolean skipModifiers() {
      boolean unique = false;
      while (at < tokens.size() && MODIFIERS.contains(tokens.get(at).normal())) {
        unique |= tokens.get(at).isWord("UNIQUE");
        at++;
      }
      return unique;
    }

    private KnownStatement named(Does does, String what, Set<String> words) {
      while (is("CONCURRENTLY") || is("IF") || is("NOT") || is("EXISTS") || is("ONLY")) {
        at++;
      }
      if (is("ON") || at >= tokens.size()) { // an index without a name
        return new KnownStatement(does, what, "", "", words, tokens.subList(at, tokens.size()));
      }
      var schema = "";
      var name = name();
      while (at + 1 < tokens.size() && tokens.get(at).isSymbol('.')) {
        at++;
        schema = name;
        name = name();
      }
      return new KnownStatement(does, what, schema, name, words, tokens.subList(at, tokens.size()));
    }

    private KnownStatement unnamed(Does does, Set<String> words) {
      return new KnownStatement(does, "", "", "", words, List.of());
    }

    private boolean is(String word) {
      return at < tokens.size() && tokens.get(at).isWord(word);
    }

    private String word() {
      return at < tokens.size() ? tokens.get(at++).normal() : "";
    }

    private String name() {
      return TableWords.name(tokens.get(at++));
    }

    private Set<String> words() {
      var words = new HashSet<String>();
      for (var token : tokens) {
        switch (token.kind()) {
          case WORD, QUOTED_NAME -> words.add(token.name().toLowerCase(Locale.ROOT));
          case STRING -> words.addAll(parts(token.text().toLowerCase(Locale.ROOT)));
          case NUMBER, SYMBOL -> {}
        }
      }
      return words;
    }

    /** The words of code in a string. */
    private static List<String> parts(String text) {
      var parts = new ArrayList<String>();
      int begin = -1;
      for (int i = 0; i <= text.length(); i++) {
        boolean part =
            i < text.length()
                && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_');
        if (part && begin < 0) {
          begin = i;
        } else if (!part && begin >= 0) {
          parts.add(text.substring(begin, i));
          begin = -1;
        }
      }
      return parts;
    }
  }
}
