package io.schemamigration.runner.run;

import java.time.Duration;

/** Shows people what a run does. */
@FunctionalInterface
public interface Progress {
  /** One line, without its end. */
  void tell(String line);

  /** Shows where a long migration is; called by another thread than the run's. */
  default void shows(String line) {
    tell("still running: " + line);
  }

  /** The run is over: nothing more is shown. */
  default void ends() {}

  /** How often that is shown; zero for never. */
  default Duration every() {
    return Duration.ofSeconds(30);
  }
}
