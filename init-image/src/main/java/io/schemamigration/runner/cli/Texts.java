package io.schemamigration.runner.cli;

import io.schemamigration.core.report.Failure;

/** Words for people. */
final class Texts {
  private Texts() {}

  /** What, where, why, and what to do next. */
  static String failure(Failure failure) {
    var text = new StringBuilder();
    if (failure.file() != null) {
      text.append(failure.file());
      if (failure.line() != null) {
        text.append(':').append(failure.line());
      }
      text.append(": ");
    }
    if (failure.version() != null) {
      text.append("migration ").append(failure.version()).append(" failed");
      if (failure.statement() != null) {
        text.append(" in statement ").append(failure.statement());
      }
      text.append(": ");
    }
    text.append(failure.message());
    if (failure.sqlState() != null) {
      text.append(" [").append(failure.sqlState()).append(']');
    }
    if (failure.hint() != null) {
      text.append("\n  ").append(failure.hint());
    }
    return text.toString();
  }
}
