package io.schemamigration.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.schemamigration.core.source.MigrationSource;
import io.schemamigration.core.source.SourceException;
import io.schemamigration.core.source.SourceFile;
import io.schemamigration.core.source.read.Inventory;
import io.schemamigration.core.sql.Dialect;
import io.schemamigration.core.window.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowProgressTest {
  private static final int VERSIONS = 9;
  private static final String[] PHASES = {"expand", "contract", "offline"};

  private static MigrationSource source(Random random) throws SourceException {
    var files = new ArrayList<SourceFile>();
    for (int version = 1; version <= VERSIONS; version++) {
      if (version == 1 || random.nextInt(3) > 0) {
        var sql = "-- phase: " + PHASES[random.nextInt(PHASES.length)] + "\nSELECT 1;\n";
        files.add(
            new SourceFile("%03d_x.sql".formatted(version), sql.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return Inventory.of(files).read(Dialect.POSTGRESQL);
  }

  @Test
  void theMaximumIsThePlannersAfterEachMigrationWhateverTheirOrder() throws SourceException {
    var random = new Random(20261121);
    for (int round = 0; round < 500; round++) {
      var source = source(random);
      var done = new HashSet<Version>();
      for (int version = 1; version <= VERSIONS; version++) {
        if (random.nextInt(4) == 0) {
          done.add(Version.of("" + version));
        }
      }
      var progression = new WindowProgress(source, done);
      var open = new ArrayList<>(source.migrations());
      java.util.Collections.shuffle(open, random);
      for (var migration : open) {
        var version = migration.version();
        var before = new HashSet<>(done);
        done.add(version);
        var maximum = Planner.maximumAfter(source, done);
        assertThat(progression.maximumWith(version))
            .as("%s and %s", before, version)
            .isEqualTo(maximum);
        assertThat(progression.announced(version, maximum))
            .isEqualTo(announced(source, done, maximum));
        progression.add(version);
      }
    }
  }

  private static List<Version> announced(
      MigrationSource source, Set<Version> done, Version maximum) {
    var announced = new ArrayList<Version>();
    for (var migration : source.migrations()) {
      if (!done.contains(migration.version()) && !migration.version().isAbove(maximum)) {
        announced.add(migration.version());
      }
    }
    return announced;
  }
}
