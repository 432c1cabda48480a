package io.schemamigration.operator.decide;

import io.schemamigration.api.v1alpha1.FailureStatus;

/** Says in one line what failed, where, why, and what to do. */
public final class Failures {
  private Failures() {}

  /** "migration 3 failed at 003_x.sql:7 (statement 2, SQLSTATE 42P01): … — what to do". */
  public static String sentence(FailureStatus failure) {
    var text = new StringBuilder();
    if (failure.version() != null) {
      text.append("migration ").append(failure.version()).append(' ');
    }
    if (failure.file() != null) {
      text.append("at ").append(failure.file());
      if (failure.line() != null) {
        text.append(':').append(failure.line());
      }
      text.append(' ');
    }
    if (failure.statement() != null) {
      text.append("(statement ").append(failure.statement());
      text.append(failure.sqlState() == null ? "" : ", SQLSTATE " + failure.sqlState()).append(')');
    }
    var where = text.toString().strip();
    var what = where.isEmpty() ? failure.message() : where + ": " + failure.message();
    return failure.hint() == null ? what : what + " — " + failure.hint();
  }
}
