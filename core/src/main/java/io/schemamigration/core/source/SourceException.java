package io.schemamigration.core.source;

import java.util.List;

/** Files that can't be taken as migrations; carries everything that is wrong with them. */
public final class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public SourceException(List<Problem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order of the files; at least one. */
  public List<Problem> problems() {
    return problems;
  }

  private static String message(List<Problem> problems) {
    var text = new StringBuilder();
    for (var problem : problems) {
      text.append(text.isEmpty() ? "" : "\n").append(problem.text());
    }
    return text.toString();
  }
}
