package io.schemamigration.runner.support;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Ends a run before, or right after, its n-th statement. */
public final class Kill {
  /**
   * A sweep takes each so-many-th message, since a run that connects again waits for seconds.
   * {@code -Dkill.every=1} takes all, as {@code make test-all} does.
   */
  public static final int EVERY = Integer.getInteger("kill.every", 4);

  /** The first message; on each release of PostgreSQL another one, so that more take their turn. */
  public static final int FIRST = Math.min(Integer.getInteger("kill.first", 1), EVERY);

  private final Halting halting;

  public Kill(Path compiled) {
    halting = new Halting(compiled);
  }

  /**
   * Runs the command until it would send its n-th statement.
   *
   * @param command the arguments for a database's URL
   * @return whether it was ended; false when it was done before it sent so many
   */
  public boolean before(int n, Scene scene, Function<String, String[]> command) {
    return scene.engine == Engine.SQLITE
        ? halting.endedAt(n, command.apply(scene.url()))
        : cut(n, scene, command, Wire.Fate.LOST, true).reached();
  }

  /** Runs the command on PostgreSQL until the server has done its n-th message. */
  public static boolean after(int n, Scene scene, Function<String, String[]> command) {
    return cut(n, scene, command, Wire.Fate.UNANSWERED, true).reached();
  }

  /** Runs the command on PostgreSQL; the answer to its n-th statement never comes back. */
  public static Cut unanswered(int n, Scene scene, Function<String, String[]> command) {
    return cut(n, scene, command, Wire.Fate.UNANSWERED, false);
  }

  private static Cut cut(
      int n, Scene scene, Function<String, String[]> command, Wire.Fate fate, boolean forGood) {
    var reached = new AtomicBoolean();
    var network = new AtomicReference<Wire>();
    try (var wire =
        new Wire((message, text) -> {
          boolean here = message == n;
          if (here) {
            reached.set(true);
            if (forGood) {
              network.get().end();
            }
          }
          return here ? fate : Wire.Fate.PASSES;
        })) {
      network.set(wire);
      var result = Scene.migrate(java.util.Map.of(), command.apply(scene.postgresUrl(wire.port())));
      return new Cut(reached.get(), result);
    }
  }

  /** What became of a run whose connection was cut. */
  public record Cut(boolean reached, Result result) {}
}
