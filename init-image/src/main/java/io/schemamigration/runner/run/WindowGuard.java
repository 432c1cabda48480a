package io.schemamigration.runner.run;

import io.schemamigration.core.report.Reason;
import io.schemamigration.runner.db.ledger.Ledger;
import io.schemamigration.runner.db.ledger.Token;
import io.schemamigration.runner.db.ledger.WindowRow;
import io.schemamigration.runner.db.ledger.WindowTable;
import io.schemamigration.runner.end.RefusedException;
import io.schemamigration.runner.tool.ToolTable;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The guard at the window row: owner and token. Everything here happens inside a transaction that
 * locks the row.
 */
public final class WindowGuard {
  private static final int ID_BYTES = 16;

  private final Authority request;
  private final RunState run;

  public WindowGuard(Authority request, RunState run) {
    this.request = request;
    this.run = run;
  }

  /**
   * The token of this run: the operator's, or the next number by hand; the same after a reconnect.
   */
  public Token token(@Nullable WindowRow row) {
    if (run.token == null) {
      run.token =
          request.token() != null
              ? request.token()
              : new Token(row == null ? 1 : row.number() + 1, randomId());
    }
    return run.token;
  }

  /** Takes the row, or continues with it; refused when it is another's. */
  public void take(Ledger ledger, WindowRow row) {
    run.number = row.number();
    check(row);
    switch (token(row).standing(row)) {
      case HOLDS -> {}
      case MAY_TAKE -> {
        ledger.take(token(row), request.owner());
        run.tookOver = true;
      }
      case SUPERSEDED -> throw superseded(row);
    }
    run.number = token(row).number();
  }

  /** Whether the row lets this run in; refused otherwise. Writes nothing. */
  public void check(WindowRow row) {
    checkOwner(row);
    var own = run.token;
    boolean held = own != null && own.id().equals(row.id());
    if (request.token() == null && row.claimFirm() && !held) {
      throw claimed(row);
    }
  }

  /**
   * A database that has tables, none of which says what was applied to it.
   *
   * @param others tables of other tools
   */
  public static RefusedException withoutHistory(List<ToolTable> others) {
    var hint = ToolTable.hint(others);
    return new RefusedException(
        Reason.NEEDS_APPROVAL,
        "the database has tables, but no history of migrations",
        hint != null
            ? hint
            : "Record which version it is at: migrate baseline --to VERSION (0 if none of the files is applied).");
  }

  private static RefusedException claimed(WindowRow row) {
    return new RefusedException(
        Reason.WAITING_FOR_LOCK,
        "contract migration " + row.window().claim() + " is being applied by step " + row.number(),
        "Wait until it is done.");
  }

  /**
   * Whether the row is still this run's; refused otherwise, and nothing of the transaction may
   * stay.
   */
  public WindowRow holds(Ledger ledger) {
    var row = ledger.row(true);
    if (row == null || token(row).standing(row) != Token.Standing.HOLDS) {
      if (row != null) {
        run.number = row.number();
      }
      throw superseded(row);
    }
    return row;
  }

  /** Whether the row is this run's, without keeping others from it; refused when it isn't. */
  public boolean stillHolds(Ledger ledger) {
    var row = ledger.row(false);
    if (row == null || token(row).standing(row) != Token.Standing.HOLDS) {
      throw superseded(row);
    }
    return true;
  }

  public void checkOwner(WindowRow row) {
    boolean foreign =
        row.owner() != null
            && request.owner() != null
            && !Objects.equals(row.owner(), request.owner());
    if (foreign) {
      throw new RefusedException(
          Reason.OWNED_BY_ANOTHER,
          "this database is migrated by " + row.owner() + ", not by " + request.owner(),
          "Use one SchemaMigration per database, and point the other at a database of its own. Where "
              + row.owner()
              + " is gone: UPDATE "
              + WindowTable.NAME
              + " SET owner = NULL; then change the spec, such as spec.suspend.");
    }
  }

  /**
   * By hand nobody asks whether a change fits the code that runs: the owner's gate would have to.
   *
   * @param danger what may be, in words
   */
  public void needsReason(WindowRow row, String danger) {
    if (row.owner() != null && request.override() == null) {
      throw new RefusedException(
          Reason.OWNED_BY_ANOTHER,
          "this database is migrated by " + row.owner() + ", and " + danger,
          "If you know better: --override-owner REASON. The history keeps the reason.");
    }
  }

  public RefusedException superseded(@Nullable WindowRow row) {
    var who = row == null ? "nobody" : "step " + row.number();
    return new RefusedException(
        Reason.SUPERSEDED,
        "the window row is held by " + who + ": this run was abandoned",
        "Nothing to do: a newer step is running.");
  }

  public static String randomId() {
    var bytes = new byte[ID_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
