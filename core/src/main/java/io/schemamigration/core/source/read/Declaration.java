package io.schemamigration.core.source.read;

import io.schemamigration.core.source.Metadata;
import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.Verification;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a migration's author declares, in the header of the SQL or in metadata.yaml.
 *
 * @param file where it is declared
 * @param phase the declared phase, or null
 * @param phaseLine the line of it, or null
 * @param overtakes the declared contracts that this migration doesn't touch, or null when nothing
 *     is said about it
 * @param dependsOn what has to be applied before it, sorted
 * @param verifications the queries that have to find what is expected, with their lines
 * @param description the declared name in words, or null
 * @param metadata the rest
 */
record Declaration(
    String file,
    @Nullable Phase phase,
    @Nullable Integer phaseLine,
    @Nullable List<Version> overtakes,
    List<Version> dependsOn,
    List<Verification> verifications,
    @Nullable String description,
    Metadata metadata) {

  static Declaration none(String file) {
    return new Declaration(file, null, null, null, List.of(), List.of(), null, Metadata.NONE);
  }

  /** Both together; where both speak they have to agree. */
  Declaration with(Declaration other, List<Problem> problems) {
    if (phase != null && other.phase != null && phase != other.phase) {
      problems.add(
          new Problem(
              other.file,
              other.phaseLine,
              "the phase is " + other.phase.text() + " here, but " + phase.text() + " in " + file,
              "declare it in one place"));
    }
    if (overtakes != null && other.overtakes != null && !overtakes.equals(other.overtakes)) {
      problems.add(
          new Problem(
              other.file, null, "overtakes differs from " + file, "declare it in one place"));
    }
    return new Declaration(
        file,
        phase != null ? phase : other.phase,
        phaseLine != null ? phaseLine : other.phaseLine,
        overtakes != null ? overtakes : other.overtakes,
        sorted(joined(dependsOn, other.dependsOn)),
        joined(verifications, other.verifications),
        other.description != null ? other.description : description,
        metadata.with(other.metadata));
  }

  private static List<Version> sorted(List<Version> versions) {
    return versions.stream().sorted().distinct().toList();
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    var all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  static @Nullable Phase phase(
      String file, @Nullable Integer line, String text, List<Problem> problems) {
    var phase = Phase.parse(text);
    if (phase.isEmpty()) {
      problems.add(
          new Problem(
              file,
              line,
              "'" + text + "' is no phase",
              "write expand (older code keeps working), contract (older code breaks) or offline"
                  + " (old and new code can't share the schema)"));
    }
    return phase.orElse(null);
  }
}
