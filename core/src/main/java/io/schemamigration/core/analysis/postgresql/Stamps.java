package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.sql.SqlToken;
import io.schemamigration.core.sql.UnreadableSqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Triggers that write the time into columns that the migration adds, and do nothing else: no
 * statement of older code fails by them, or finds another value in what it reads.
 */
final class Stamps {
  private static final long BEFORE = 1 << 1;
  private static final long INSERT = 1 << 2;
  private static final long UPDATE = 1 << 4;

  private static final Set<String> CLOCKS =
      Set.of("now", "clock_timestamp", "statement_timestamp", "transaction_timestamp");

  /** Types that take any time. */
  private static final Pattern TIME =
      Pattern.compile("(timestamptz|timestamp)(\\(\\d\\))?( with(out)? time zone)?|date");

  private Stamps() {}

  /** Whether it is one; from then on the columns no longer hold what older code leaves there. */
  static boolean isOne(Node trigger, String table, Draft draft) {
    var scope = draft.scope();
    if (!isPlain(trigger)
        || scope.earlier().code().hasTrigger(table)
        || scope.folder().makers().mayHide("trigger")) {
      return false; // another trigger may compare the rows
    }
    var name = Names.of(trigger.strings("funcname"));
    var function = scope.folder().makers().function(name);
    var columns = function == null ? List.<String>of() : columns(function);
    boolean free =
        !columns.isEmpty()
            && columns.stream().allMatch(column -> isFree(table, column, scope))
            && scope.folder().makers().leaves(scope.later(), name, table, columns);
    if (free) {
      columns.forEach(column -> scope.olderRows().forget(Names.member(table, column)));
    }
    return free;
  }

  private static boolean isPlain(Node trigger) {
    return trigger.is("CreateTrigStmt")
        && trigger.only("trigname", "relation", "funcname", "row", "timing", "events", "columns")
        && trigger.flag("row")
        && trigger.number("timing") == BEFORE
        && (trigger.number("events") & ~(INSERT | UPDATE)) == 0;
  }

  /** Whether no rule of the migration speaks of it, and any time fits. */
  private static boolean isFree(String table, String column, Scope scope) {
    var name = Names.member(table, column);
    return scope.isNew(Kind.COLUMN, name)
        && !scope.olderRows().isReliedOn(name)
        && TIME.matcher(scope.folder().columnType(table, column)).matches();
  }

  /** The columns that it fills in; none where it does anything else. */
  private static List<String> columns(Node function) {
    var body = body(function);
    if (body == null) {
      return List.of();
    }
    try {
      return new Body(SqlToken.of(Dialect.POSTGRESQL, body)).columns();
    } catch (UnreadableSqlException e) {
      return List.of();
    }
  }

  private static @Nullable String body(Node function) {
    if (!function.only("funcname", "replace", "returnType", "options")) {
      return null;
    }
    String body = null;
    boolean procedural = false;
    for (var option : function.nodes("options")) {
      var value = option.node("arg");
      if (value == null) {
        return null;
      }
      switch (option.text("defname")) {
        case "language" -> procedural = value.text("sval").equalsIgnoreCase("plpgsql");
        case "as" -> body = String.join("", value.strings("items"));
        default -> {
          return null; // whose rights it has, or which settings
        }
      }
    }
    return procedural ? body : null;
  }

  /** {@code BEGIN NEW.c = now(); … RETURN NEW; END}. */
  private static final class Body {
    private final List<SqlToken> tokens;
    private int at;

    Body(List<SqlToken> tokens) {
      this.tokens = tokens;
    }

    List<String> columns() {
      var columns = new ArrayList<String>();
      if (!word("BEGIN")) {
        return columns;
      }
      while (word("NEW")) {
        if (!symbol('.') || at == tokens.size()) {
          return List.of();
        }
        var column = tokens.get(at++);
        columns.add(
            column.kind() == SqlToken.Kind.QUOTED_NAME
                ? column.name()
                : column.name().toLowerCase(Locale.ROOT));
        boolean assigned = assigns() && time() && symbol(';');
        if (!assigned) {
          return List.of();
        }
      }
      boolean ends = word("RETURN") && word("NEW") && symbol(';') && word("END");
      symbol(';');
      return ends && at == tokens.size() ? columns : List.of();
    }

    /** {@code =} or {@code :=}. */
    private boolean assigns() {
      symbol(':');
      return symbol('=');
    }

    private boolean time() {
      boolean inside = symbol('(');
      boolean clock = word("CURRENT_TIMESTAMP") || called();
      boolean zoned = clock && word("AT");
      return clock
          && (!zoned || (word("TIME") && word("ZONE") && utc()))
          && (!inside || symbol(')'));
    }

    private boolean called() {
      boolean known =
          at < tokens.size()
              && tokens.get(at).kind() == SqlToken.Kind.WORD
              && CLOCKS.contains(tokens.get(at).text().toLowerCase(Locale.ROOT));
      at += known ? 1 : 0;
      return known && symbol('(') && symbol(')');
    }

    private boolean utc() {
      boolean utc = at < tokens.size() && tokens.get(at).text().equalsIgnoreCase("'utc'");
      at += utc ? 1 : 0;
      return utc;
    }

    private boolean word(String word) {
      boolean there = at < tokens.size() && tokens.get(at).isWord(word);
      at += there ? 1 : 0;
      return there;
    }

    private boolean symbol(char symbol) {
      boolean there = at < tokens.size() && tokens.get(at).isSymbol(symbol);
      at += there ? 1 : 0;
      return there;
    }
  }
}
