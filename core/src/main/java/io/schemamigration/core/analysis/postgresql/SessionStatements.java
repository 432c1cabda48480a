package io.schemamigration.core.analysis.postgresql;

import io.schemamigration.core.analysis.DatabaseObject.Kind;
import io.schemamigration.core.analysis.LockMode;
import io.schemamigration.core.analysis.Rule;
import io.schemamigration.core.grammar.Node;
import io.schemamigration.core.window.Phase;
import java.util.Locale;
import java.util.Set;

/** Judges statements about settings, transactions and sequences. */
final class SessionStatements {
  /** Settings that change neither what a statement means nor what the database checks. */
  private static final Set<String> HARMLESS =
      Set.of(
          "application_name",
          "check_function_bodies",
          "client_encoding",
          "client_min_messages",
          "datestyle",
          "default_table_access_method",
          "default_tablespace",
          "default_toast_compression",
          "escape_string_warning",
          "extra_float_digits",
          "idle_in_transaction_session_timeout",
          "intervalstyle",
          "jit",
          "lock_timeout",
          "maintenance_work_mem",
          "max_parallel_maintenance_workers",
          "row_security",
          "statement_timeout",
          "synchronous_commit",
          "timezone",
          "transaction_timeout",
          "work_mem",
          "xmloption");

  private static final Set<String> TIMEOUTS =
      Set.of("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout");

  private SessionStatements() {}

  /** Judges {@code SET} and {@code RESET}. */
  static void set(Node statement, Draft draft) {
    var name = statement.text("name").toLowerCase(Locale.ROOT);
    var kind = statement.text("kind");
    if (kind.equals("VAR_SET_MULTI")) {
      if (!name.equals("transaction")) {
        draft.unmapped(statement, "SET " + name);
      }
      return;
    }
    var value =
        statement.nodes("args").isEmpty() ? "" : constant(statement.nodes("args").getFirst());
    boolean resets = kind.startsWith("VAR_RESET") || kind.equals("VAR_SET_DEFAULT");
    if (name.equals("search_path")) {
      searchPath(statement, draft);
    } else if (name.equals("standard_conforming_strings")) {
      if (!resets && !value.equals("on")) {
        draft.unmapped(
            statement, "SET standard_conforming_strings, which changes how SQL is read,");
      }
    } else if (!HARMLESS.contains(name)) {
      draft.unmapped(statement, name.isEmpty() ? "RESET ALL" : "setting " + name);
    } else if (TIMEOUTS.contains(name) && value.equals("0")) {
      draft.advise(
          Rule.TIMEOUT_OFF,
          statement,
          name + " is turned off",
          "leave it to migrate, which sets it and tries again");
    }
  }

  private static String constant(Node value) {
    var text = value.node("sval");
    if (text != null) {
      return text.text("sval").toLowerCase(Locale.ROOT);
    }
    var number = value.node("ival");
    return number == null ? "" : Long.toString(number.number("ival"));
  }

  /** Names may mean other objects; if pg_catalog isn't first, even PostgreSQL's own names may. */
  private static void searchPath(Node statement, Draft draft) {
    draft.scope().forget();
    var schemas = statement.nodes("args");
    for (int i = 0; i < schemas.size(); i++) {
      var schema = constant(schemas.get(i));
      if ((i > 0 && schema.equals("pg_catalog")) || schema.indexOf(',') >= 0) {
        draft.unmapped(statement, "a search path with pg_catalog behind others");
      }
    }
  }

  /** Judges {@code set_config()}, which is SET. */
  static void setConfig(Node call, Draft draft) {
    var arguments = call.nodes("args");
    var name = arguments.isEmpty() ? "" : constant(arguments.getFirst());
    if (name.equals("search_path") && arguments.size() == 3) {
      draft.scope().forget();
      if (!arguments.get(1).is("A_Const") || constant(arguments.get(1)).contains("pg_catalog")) {
        draft.unmapped(call, "this search path");
      }
    } else if (!HARMLESS.contains(name)) {
      draft.unmapped(call, "setting " + name);
    }
  }

  /** Judges {@code setval()}. */
  static void setValue(Node call, Draft draft) {
    var name =
        call.nodes("args").isEmpty() ? "" : Expressions.sequence(call.nodes("args").getFirst());
    draft.changes(Kind.SEQUENCE, name.isEmpty() ? "some sequence" : name);
    if (name.isEmpty() || !draft.scope().isNew(Kind.SEQUENCE, name)) {
      draft.phaseByData(Phase.CONTRACT);
      draft.advise(
          Rule.CHANGE_SEQUENCE,
          call,
          "sequence " + (name.isEmpty() ? "" : name + " ") + "may give numbers that are taken",
          "only ever move it forward");
    }
  }

  /** Judges {@code BEGIN}, {@code COMMIT} and the like. */
  static void transaction(Node statement, Draft draft) {
    switch (statement.text("kind")) {
      case "TRANS_STMT_BEGIN", "TRANS_STMT_START" -> draft.scope().begin();
      case "TRANS_STMT_SAVEPOINT", "TRANS_STMT_RELEASE" -> {}
      case "TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK", "TRANS_STMT_ROLLBACK_TO" -> {
        draft.scope().end();
        draft.scope().forget(); // what was created may be gone, and SET LOCAL has ended
      }
      default -> draft.unmapped(statement, "a transaction in two phases");
    }
    draft.advise(
        Rule.OWN_TRANSACTION,
        statement,
        "the file begins or ends transactions by itself",
        "leave it out: migrate runs the file in a transaction, with its row of the history");
  }

  /** Judges {@code SET CONSTRAINTS}. */
  static void constraints(Node statement, Draft draft) {
    for (var constraint : statement.nodes("constraints")) {
      draft.uses(Kind.CONSTRAINT, Names.relation(constraint));
    }
  }

  /** What a statement leaves behind for later ones in the same transaction. */
  static void after(Node statement, Draft draft) {
    boolean concurrent = statement.flag("concurrent") && !statement.is("RefreshMatViewStmt");
    if (concurrent && draft.scope().isOpen()) {
      draft.advise(
          Rule.CONCURRENTLY_IN_TRANSACTION,
          statement,
          "CONCURRENTLY can't run between BEGIN and COMMIT",
          "leave BEGIN and COMMIT out");
    }
    draft.locks((table, mode) -> lockHeld(statement, table, mode, draft));
  }

  private static void lockHeld(Node statement, String table, LockMode mode, Draft draft) {
    if (!mode.blocksReads()) {
      return;
    }
    var locked = draft.scope().locked();
    if (!locked.isEmpty() && !locked.contains(table) && table.indexOf(' ') < 0) {
      draft.advise(
          Rule.SEVERAL_TABLES_LOCKED,
          statement,
          "table " + table + " is locked while " + locked.iterator().next() + " is, too",
          "a migration for each table, or a statement for both, can't run into a deadlock");
    }
    draft.scope().lock(table);
  }
}
