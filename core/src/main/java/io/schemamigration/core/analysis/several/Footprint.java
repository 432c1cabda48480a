package io.schemamigration.core.analysis.several;

import io.schemamigration.core.analysis.DatabaseObject;
import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.Effect;
import io.schemamigration.core.analysis.Effect.Change;
import io.schemamigration.core.analysis.Judgement;
import io.schemamigration.core.analysis.MigrationJudgement;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a statement touches, by names that are compared without case and without schema: two objects
 * may be taken for one, but never one for two.
 *
 * @param effects what it does
 * @param relations the tables, views, indexes, types and the like of which it is known to touch
 *     something
 * @param words every name, word and text that is written in it
 * @param catalog how it depends on which objects exist
 */
record Footprint(List<Effect> effects, Set<String> relations, Set<String> words, Catalog catalog) {
  /** Whether a statement looks at the catalog. */
  enum Catalog {
    /** No. */
    IGNORES,
    /** For objects whose names it writes: a block that makes something unless it exists. */
    ASKS_BY_NAME,
    /** For whatever there is. */
    ASKS
  }

  /** What belongs to a table and comes after its name. */
  private static final Set<Kind> MEMBERS =
      EnumSet.of(Kind.COLUMN, Kind.CONSTRAINT, Kind.TRIGGER, Kind.POLICY);

  static Footprint of(Statement statement, Judgement judgement, Dialect dialect) {
    var relations = new HashSet<String>();
    for (var effect : judgement.effects()) {
      add(effect.object(), relations);
      if (effect.becomes() != null) {
        add(effect.becomes(), relations);
      }
    }
    var tokens = SqlToken.of(dialect, statement.sql());
    boolean block = tokens.getFirst().isWord("DO");
    var inner = block ? inBlock(dialect, tokens) : List.<SqlToken>of();
    var words = words(tokens);
    words.addAll(words(inner));
    var catalog =
        !asksCatalog(block ? inner : tokens)
            ? Catalog.IGNORES
            : block ? Catalog.ASKS_BY_NAME : Catalog.ASKS;
    return new Footprint(judgement.effects(), relations, words, catalog);
  }

  /** The code of a {@code DO} block. */
  private static List<SqlToken> inBlock(Dialect dialect, List<SqlToken> tokens) {
    var inner = new ArrayList<SqlToken>();
    for (var token : tokens) {
      if (token.text().startsWith("$")) {
        inner.addAll(SqlToken.of(dialect, token.content()));
      }
    }
    return inner;
  }

  /** Whether it reads tables or views of the catalog; functions of such a name aren't meant. */
  private static boolean asksCatalog(List<SqlToken> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      var token = tokens.get(i);
      if (token.kind() != SqlToken.Kind.WORD && token.kind() != SqlToken.Kind.QUOTED_NAME) {
        continue;
      }
      var name = token.name().toLowerCase(Locale.ROOT);
      boolean called = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol('(');
      boolean qualifies = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol('.');
      if (name.equals("information_schema")
          || (name.startsWith("pg_") && !called && !(name.equals("pg_catalog") && qualifies))) {
        return true;
      }
    }
    return false;
  }

  /** Every name, word and text that is written in a statement, in lower case. */
  static Set<String> words(Statement statement, Dialect dialect) {
    return words(SqlToken.of(dialect, statement.sql()));
  }

  private static Set<String> words(List<SqlToken> tokens) {
    var words = new HashSet<String>();
    for (var token : tokens) {
      switch (token.kind()) {
        case WORD, QUOTED_NAME, STRING -> words.add(token.name().toLowerCase(Locale.ROOT));
        case NUMBER, SYMBOL -> {}
      }
    }
    return words;
  }

  static List<Footprint> of(MigrationJudgement judgement, Dialect dialect) {
    var footprints = new ArrayList<Footprint>();
    for (var one : judgement.statements()) {
      footprints.add(of(one.statement(), one.judgement(), dialect));
    }
    return footprints;
  }

  private static void add(DatabaseObject object, Set<String> relations) {
    if (object.kind() == Kind.INDEX && object.name().startsWith("of ")) {
      return; // it has no name of its own, and its table is listed as well
    }
    relations.add(relation(object));
  }

  /** The name of what the object is, or belongs to. */
  static String relation(DatabaseObject object) {
    var name = signed(object);
    int end = MEMBERS.contains(object.kind()) ? lastDot(name, name.length()) : name.length();
    return own(name.substring(0, Math.max(end, 0)));
  }

  /** The object's name within its table. */
  static String member(DatabaseObject object) {
    return own(signed(object));
  }

  /** A function has its parameters behind its name. */
  private static String signed(DatabaseObject object) {
    int parameters = object.kind() == Kind.FUNCTION ? object.name().indexOf('(') : -1;
    return parameters < 0 ? object.name() : object.name().substring(0, parameters);
  }

  private static String own(String name) {
    var last = name.substring(lastDot(name, name.length()) + 1);
    boolean quoted = last.length() > 1 && last.startsWith("\"") && last.endsWith("\"");
    var plain = quoted ? last.substring(1, last.length() - 1).replace("\"\"", "\"") : last;
    return plain.toLowerCase(Locale.ROOT);
  }

  /** The last dot before that index which isn't part of a quoted name, or -1. */
  private static int lastDot(String name, int before) {
    boolean quoted = false;
    for (int i = before - 1; i >= 0; i--) {
      char c = name.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /** Whether it may have to do with something of that name. */
  boolean mentions(String name) {
    return relations.contains(name) || words.contains(name);
  }

  /** The names of all that it makes, changes or takes away, with those of what they belong to. */
  Set<String> touched() {
    var touched = new HashSet<String>(relations);
    for (var effect : effects) {
      touched.add(member(effect.object()));
      if (effect.becomes() != null) {
        touched.add(member(effect.becomes()));
      }
    }
    return touched;
  }

  boolean does(Change change) {
    return effects.stream().anyMatch(effect -> effect.change() == change);
  }
}
