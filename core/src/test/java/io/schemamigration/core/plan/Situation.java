package io.schemamigration.core.plan;

import io.schemamigration.core.source.Metadata;
import io.schemamigration.core.source.Migration;
import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.sql.Statement;
import io.schemamigration.core.window.CompatibilityWindow;
import io.schemamigration.core.window.Phase;
import io.schemamigration.core.window.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plan's request in few letters: {@code 1e 2c 3o 4? 5e>2} are an expand, a contract, an offline
 * and an undecided migration, and an expand one that overtakes 2.
 */
final class Situation {
  private final List<Migration> migrations = new ArrayList<>();
  private final List<AppliedMigration> history = new ArrayList<>();
  private CompatibilityWindow window = CompatibilityWindow.EMPTY;
  private @Nullable Set<Version> announced;
  private @Nullable Version wanted;
  private Mode mode = Mode.GATED;
  private boolean outOfOrder;

  static Situation of(String source) {
    var situation = new Situation();
    for (var word : source.split(" ", -1)) {
      situation.migrations.add(migration(word));
    }
    return situation;
  }

  static Situation of(List<Migration> migrations) {
    var situation = new Situation();
    situation.migrations.addAll(migrations);
    return situation;
  }

  static String checksum(String version) {
    return "checksum-of-" + version;
  }

  static Migration migration(String word) {
    var parts = word.split(">", -1);
    int letter = parts[0].length() - 1;
    var version = parts[0].substring(0, letter);
    var phase = phase(parts[0].charAt(letter));
    var overtakes = parts.length == 1 ? List.<Version>of() : versions(parts[1], ",");
    return new Migration(
        Version.of(version),
        "m" + version,
        phase,
        phase != null,
        phase == null ? new Statement("UPDATE counter SET n = n + 1", 7) : null,
        version + "_m" + version + ".sql",
        version + "_m" + version + ".sql",
        checksum(version),
        List.of(),
        List.of(),
        true,
        overtakes,
        List.of(),
        List.of(),
        Metadata.NONE,
        null,
        new SourceFile(version, new byte[0]),
        false);
  }

  Situation applied(String words) {
    for (var word : words.split(" ", -1)) {
      row(word, HistoryStatus.COMPLETED);
    }
    return this;
  }

  Situation row(String word, HistoryStatus status) {
    var migration = migration(word);
    history.add(
        new AppliedMigration(
            migration.version(),
            migration.description(),
            migration.phase(),
            status == HistoryStatus.BASELINED ? null : migration.checksum(),
            status));
    return this;
  }

  /** Applied by another tool; of what is undecided the file is gone. */
  Situation adopted(String word) {
    var migration = migration(word);
    var checksum = migration.phase() == null ? AppliedMigration.NO_FILE : migration.checksum();
    history.add(
        new AppliedMigration(
            migration.version(),
            migration.description(),
            migration.phase(),
            checksum,
            HistoryStatus.BASELINED));
    return this;
  }

  Situation history(List<AppliedMigration> rows) {
    history.addAll(rows);
    return this;
  }

  /** Changes what the history says, which is the same as changing the file. */
  Situation edited(String version) {
    history.replaceAll(row ->
        row.version().equals(Version.of(version))
            ? new AppliedMigration(
                row.version(), row.description(), row.phase(), "another", row.status())
            : row);
    return this;
  }

  Situation window(String minimum, String maximum) {
    return window(new CompatibilityWindow(Version.of(minimum), Version.of(maximum), null));
  }

  Situation window(CompatibilityWindow row) {
    this.window = row;
    return this;
  }

  Situation announced(String text) {
    return announced(text.isEmpty() ? Set.of() : Set.copyOf(versions(text, " ")));
  }

  Situation announced(@Nullable Set<Version> versions) {
    this.announced = versions;
    return this;
  }

  Situation wanted(String version) {
    return wanted(Version.of(version));
  }

  Situation wanted(Version version) {
    this.wanted = version;
    return this;
  }

  Situation mode(Mode mode) {
    this.mode = mode;
    return this;
  }

  Situation outOfOrder() {
    this.outOfOrder = true;
    return this;
  }

  PlanRequest request() {
    return new PlanRequest(
        new MigrationSource(migrations, "sha256:0"),
        history,
        window,
        announced,
        wanted,
        mode,
        outOfOrder);
  }

  private static List<Version> versions(String text, String separator) {
    return Arrays.stream(text.split(separator, -1)).map(Version::of).collect(Collectors.toList());
  }

  private static @Nullable Phase phase(char letter) {
    return switch (letter) {
      case 'e' -> Phase.EXPAND;
      case 'c' -> Phase.CONTRACT;
      case 'o' -> Phase.OFFLINE;
      default -> null;
    };
  }
}
