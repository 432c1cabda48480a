package io.schemamigration.runner.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Ends a run at one place after another, each in an empty database, until a run is over before it
 * got so far. On PostgreSQL all of them share one database.
 */
@ParameterizedClass
@ArgumentsSource(Engines.class)
public abstract class KillSweep {
  /** More statements than any of these runs sends. */
  private static final int MANY = 400;

  @TempDir(factory = InMemory.class)
  static Path compiled;

  protected static Kill kill;
  private static String database;

  @TempDir(factory = InMemory.class)
  protected Path temp;

  @Parameter protected Engine engine;
  private int scenes;

  @BeforeAll
  static void compile() {
    kill = new Kill(compiled);
    database = Postgres.create();
  }

  @AfterAll
  static void drop() {
    Postgres.drop(database);
  }

  /** An empty database and an empty folder. */
  protected final Scene empty() {
    scenes++;
    var folder = temp.resolve("at" + scenes);
    return engine == Engine.SQLITE ? new Scene(engine, folder) : new Scene(folder, database);
  }

  /** How far it is from one place to the next: SQLite's runs have nobody to connect to again. */
  protected final int every() {
    return engine == Engine.SQLITE ? 1 : Kill.EVERY;
  }

  /**
   * Tries each {@code every}th place.
   *
   * @param before makes what the run meets
   */
  public static void sweep(int first, int every, Supplier<Scene> before, Place place) {
    int n = first - every;
    boolean reached = true;
    while (reached) {
      n += every;
      assertThat(n).isLessThan(MANY);
      try (var scene = before.get()) {
        reached = place.reached(n, scene);
      }
    }
    assertThat(n).as("where a run is over").isGreaterThan(first);
  }

  /** One place of a run. */
  public interface Place {
    /**
     * Ends a run there, and asserts what must be so afterwards.
     *
     * @return whether it got so far
     */
    boolean reached(int n, Scene scene);
  }
}
