package io.schemamigration.core.sql.words;

import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.Lexer;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.sql.words.SchemaObject.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what one statement does to objects, from left to right. */
final class ObjectReader {
  /** What stands between ALTER TABLE … ADD and something that isn't a column. */
  private static final Set<String> NO_COLUMN =
      Set.of("CONSTRAINT", "PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "EXCLUDE", "NOT");

  private static final Set<String> QUALITIES =
      Set.of("UNLOGGED", "UNIQUE", "MATERIALIZED", "RECURSIVE", "VIRTUAL", "FOREIGN");

  private final Dialect dialect;
  private final Statement statement;
  private final Lexer lexer;
  private final List<ObjectChange> changes = new ArrayList<>();
  private boolean more;

  ObjectReader(Dialect dialect, Statement statement) {
    this.dialect = dialect;
    this.statement = statement;
    this.lexer = new Lexer(dialect, statement.sql(), statement.line());
    this.more = lexer.next();
  }

  List<ObjectChange> changes() {
    if (accept("CREATE")) {
      created();
    } else if (accept("DROP")) {
      dropped();
    } else if (accept("ALTER")) {
      altered();
    } else if (isWord("SET") || isWord("SELECT")) {
      if (statement.sql().toLowerCase(Locale.ROOT).contains("search_path")) {
        changes.add(new ObjectChange.Elsewhere());
      }
    }
    return List.copyOf(changes);
  }

  private void created() {
    boolean tolerant = accept("OR") && accept("REPLACE");
    while (QUALITIES.contains(word())) {
      next();
    }
    var kind = kind(); // none for TEMP: such a thing is gone with its session
    if (kind == null) {
      return;
    }
    tolerant |= skipIf();
    if (kind == Kind.INDEX && isWord("ON")) {
      return; // PostgreSQL chooses the name
    }
    var object = object(kind);
    if (object == null) {
      return;
    }
    if (kind == Kind.INDEX || kind == Kind.TRIGGER) {
      object = ofItsTable(object);
    }
    if (object != null) {
      changes.add(new ObjectChange.Made(object, statement.line(), tolerant));
    }
  }

  /** The table comes after ON; on PostgreSQL an index is in that table's schema. */
  private @Nullable SchemaObject ofItsTable(SchemaObject object) {
    while (more && !isWord("ON")) {
      next();
    }
    next();
    accept("ONLY");
    var table = object(Kind.TABLE);
    if (table == null) {
      return null;
    }
    var schema = dialect == Dialect.SQLITE ? object.schema() : table.schema();
    return new SchemaObject(object.kind(), schema, table.name(), object.name());
  }

  private void dropped() {
    accept("MATERIALIZED");
    accept("FOREIGN");
    var kind = kind();
    if (kind == null) {
      return;
    }
    skipIf();
    var objects = new ArrayList<SchemaObject>();
    do {
      var object = object(kind);
      if (object != null) {
        objects.add(object);
      }
    } while (acceptSymbol(','));
    boolean cascade = isWord("CASCADE");
    objects.forEach(object -> changes.add(new ObjectChange.Gone(object, cascade)));
  }

  private void altered() {
    accept("MATERIALIZED");
    accept("FOREIGN");
    var kind = kind();
    if (kind == null) {
      return;
    }
    skipIf();
    accept("ONLY");
    var object = object(kind);
    if (object == null) {
      return;
    }
    acceptSymbol('*');
    boolean begins = true;
    int depth = 0;
    while (more) {
      if (begins) {
        action(object);
      }
      if (!more) {
        return;
      }
      depth += lexer.isSymbol('(') ? 1 : lexer.isSymbol(')') ? -1 : 0;
      begins = depth == 0 && lexer.isSymbol(',');
      next();
    }
  }

  private void action(SchemaObject object) {
    if (accept("RENAME")) {
      renamed(object);
    } else if (accept("SET")) {
      if (accept("SCHEMA")) {
        changes.add(new ObjectChange.Gone(object, false));
      }
    } else if (object.kind() == Kind.TABLE && accept("ADD")) {
      boolean sure = accept("COLUMN");
      boolean tolerant = skipIf();
      if (sure || !NO_COLUMN.contains(word())) {
        column(object, c -> new ObjectChange.Made(c, statement.line(), tolerant));
      }
    } else if (object.kind() == Kind.TABLE && accept("DROP")) {
      boolean sure = accept("COLUMN");
      skipIf();
      if (sure || !NO_COLUMN.contains(word())) {
        column(object, c -> new ObjectChange.Gone(c, false));
      }
    }
  }

  private void column(SchemaObject table, Function<SchemaObject, ObjectChange> change) {
    var name = name();
    if (name != null) {
      changes.add(change.apply(SchemaObject.column(table, name)));
    }
  }

  private void renamed(SchemaObject object) {
    if (accept("TO")) {
      rename(object);
      return;
    }
    accept("COLUMN");
    if (object.kind() != Kind.TABLE || isWord("CONSTRAINT")) {
      return;
    }
    var name = name();
    if (name != null && accept("TO")) {
      rename(SchemaObject.column(object, name));
    }
  }

  private void rename(SchemaObject object) {
    var name = name();
    if (name != null) {
      changes.add(new ObjectChange.Renamed(object, name, statement.line()));
    }
  }

  private @Nullable Kind kind() {
    var kind =
        switch (word()) {
          case "TABLE" -> Kind.TABLE;
          case "VIEW" -> Kind.VIEW;
          case "INDEX" -> Kind.INDEX;
          case "TYPE", "DOMAIN" -> Kind.TYPE;
          case "SEQUENCE" -> Kind.SEQUENCE;
          case "TRIGGER" -> dialect == Dialect.SQLITE ? Kind.TRIGGER : null;
          default -> null;
        };
    next();
    if (kind == Kind.INDEX) {
      accept("CONCURRENTLY");
    }
    return kind;
  }

  /** IF EXISTS, IF NOT EXISTS. */
  private boolean skipIf() {
    if (!accept("IF")) {
      return false;
    }
    accept("NOT");
    return accept("EXISTS");
  }

  private @Nullable SchemaObject object(Kind kind) {
    String schema = null;
    var name = name();
    while (name != null && acceptSymbol('.')) {
      schema = name;
      name = name();
    }
    boolean plain = dialect == Dialect.SQLITE && "main".equals(schema);
    return name == null ? null : new SchemaObject(kind, plain ? null : schema, null, name);
  }

  private @Nullable String name() {
    if (!more) {
      return null;
    }
    var token = lexer.token();
    var name =
        switch (lexer.kind()) {
          case WORD -> token.toLowerCase(Locale.ROOT);
          case QUOTED_NAME, STRING -> unquoted(token);
          case NUMBER, SYMBOL, LINE_COMMENT, BLOCK_COMMENT, DATA -> null;
        };
    next();
    return name;
  }

  private String unquoted(String token) {
    var quote = token.substring(0, 1);
    var text = token.substring(1, token.length() - 1);
    var name = quote.equals("[") ? text : text.replace(quote + quote, quote);
    return dialect == Dialect.SQLITE ? name.toLowerCase(Locale.ROOT) : name;
  }

  private String word() {
    return more && lexer.kind() == Lexer.Kind.WORD ? lexer.token().toUpperCase(Locale.ROOT) : "";
  }

  private boolean isWord(String word) {
    return more && lexer.isWord(word);
  }

  private boolean accept(String word) {
    boolean is = isWord(word);
    if (is) {
      next();
    }
    return is;
  }

  private boolean acceptSymbol(char symbol) {
    boolean is = more && lexer.isSymbol(symbol);
    if (is) {
      next();
    }
    return is;
  }

  private void next() {
    more = more && lexer.next();
  }
}
