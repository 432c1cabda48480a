package io.schemamigration.core.source;

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
 * @param description the declared name in words, or null
 * @param metadata the rest
 */
record Declaration(
    String file,
    @Nullable Phase phase,
    @Nullable Integer phaseLine,
    @Nullable List<Version> overtakes,
    @Nullable String description,
    Metadata metadata) {

  static Declaration none(String file) {
    return new Declaration(file, null, null, null, null, Metadata.NONE);
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
        other.description != null ? other.description : description,
        other.metadata.equals(Metadata.NONE) ? metadata : other.metadata);
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

  static List<Version> versions(
      String file, @Nullable Integer line, String text, List<Problem> problems) {
    var versions = new ArrayList<Version>();
    for (var word : text.replace(',', ' ').strip().split(" +", -1)) {
      var version = Version.parse(word);
      if (version.isEmpty()) {
        problems.add(
            new Problem(
                file,
                line,
                "overtakes: '" + word + "' is not a version",
                "list versions, such as overtakes: 3, 4"));
      }
      version.ifPresent(versions::add);
    }
    versions.sort(null);
    return List.copyOf(versions);
  }
}
