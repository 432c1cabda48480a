package io.schemamigration.runner.adopt;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.db.Session;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.tool.Tool;
import io.schemamigration.runner.tool.ToolTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the table of the tool whose history is taken over. */
final class OldTables {
  private OldTables() {}

  /**
   * The one that is asked for, or the only one.
   *
   * @throws RefusedException when there is none, or several
   */
  static ToolTable choose(Session session, Wish wish) {
    var named = wish.table();
    if (named != null) {
      return choose(ToolTable.named(session, named), wish.from(), named);
    }
    var all = ToolTable.in(session);
    var near = all.stream().filter(t -> t.near() && t.tool().isAdoptable()).toList();
    if (near.isEmpty() && !all.isEmpty()) {
      throw elsewhere(all, wish.from());
    }
    return choose(near, wish.from(), null);
  }

  private static ToolTable choose(
      List<ToolTable> there, @Nullable Tool from, @Nullable String named) {
    var meant = there.stream().filter(t -> from == null || t.tool() == from).toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    if (meant.isEmpty() && from != null) {
      throw refused(
          "there is no history of "
              + from.text()
              + " (table "
              + (named == null ? from.table() : named)
              + ")",
          "Check the database, leave --from out, or name its table with --table.");
    }
    if (meant.isEmpty()) {
      throw refused(
          named == null
              ? "no history of another tool exists"
              : "no table " + named + " of a tool that is known exists",
          (named == null
                  ? "If a tool notes it in a table of another name: --table NAME. If not, say"
                  : "Say")
              + " which version the database is at: migrate baseline --to VERSION.");
    }
    throw refused(
        "there are histories of several tools: "
            + String.join(", ", meant.stream().map(t -> t.tool().text()).toList()),
        "Name the one that counts with --from.");
  }

  /** What there is, is another tool's, or in another schema. */
  private static RefusedException elsewhere(List<ToolTable> all, @Nullable Tool from) {
    var meant = all.stream().filter(t -> from == null || t.tool() == from).toList();
    var adoptable = meant.stream().filter(t -> t.tool().isAdoptable()).toList();
    if (adoptable.isEmpty()) {
      var table = all.getFirst();
      return refused(
          table.tool().text()
              + "'s table "
              + table.words()
              + " exists; the history of "
              + table.tool().text()
              + " isn't taken over",
          "Say which version the database is at: migrate baseline --to VERSION.");
    }
    var table = adoptable.getFirst();
    return refused(
        table.tool().text() + "'s table is in another schema: " + table.words(),
        "Connect to that schema (currentSchema="
            + table.schema()
            + " in the URL) if the migrations belong there; if only the table does: --table "
            + table.words()
            + ".");
  }

  private static RefusedException refused(String message, String hint) {
    return new RefusedException(Reason.NEEDS_APPROVAL, message, hint);
  }
}
