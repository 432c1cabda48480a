package io.schemamigration.runner.lint;

import io.schemamigration.core.source.read.Survey;
import java.util.HashSet;
import java.util.Set;

/**
 * The files that have problems: what was read of them may be incomplete.
 *
 * @param files those with statements, and those that belong to nothing
 */
record Unreadable(Set<String> files) {

  static Unreadable of(Survey survey) {
    var files = new HashSet<String>();
    for (var problem : survey.problems()) {
      var file = problem.file();
      if (file != null) {
        files.add(survey.wholes().getOrDefault(file, file));
      }
    }
    return new Unreadable(files);
  }

  boolean has(String file) {
    return files.contains(file);
  }
}
