package io.schemamigration.runner.step;

/** Told what a run does, for people. */
@FunctionalInterface
public interface Progress {
  /** One line, without its end. */
  void tell(String line);
}
