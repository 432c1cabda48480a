package io.schemamigration.runner.support;

import io.schemamigration.runner.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java in a process of its own, with the classes of the tests. */
public final class JavaProcess {
  private JavaProcess() {}

  /** {@code migrate} with these arguments. */
  public static ProcessBuilder migrate(String... args) {
    return of(Halting.classPath(), List.of(), Main.class, args);
  }

  public static ProcessBuilder of(Class<?> main, String... args) {
    return of(Halting.classPath(), List.of(), main, args);
  }

  /** The same with other classes, and with options of Java. */
  public static ProcessBuilder of(
      String classPath, List<String> options, Class<?> main, String... args) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp", classPath));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command);
  }

  /** Starts it; nobody reads what it says. */
  public static Process silently(ProcessBuilder builder) {
    try {
      return builder
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its exit code, once it has ended. */
  public static int exit(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }
}
