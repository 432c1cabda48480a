package io.schemamigration.e2e.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs a command-line tool that {@code e2e/cluster/tool.sh} finds, builds or unpacks. */
final class Tool {
  /** Folder of the checkout. */
  static final Path ROOT = root();

  private static final Map<String, String> PATHS = new ConcurrentHashMap<>();

  private Tool() {}

  /** How a command ended, and what it said (output and errors together). */
  record Answer(int exitCode, String text) {}

  static Answer run(String tool, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(PATHS.computeIfAbsent(tool, Tool::find));
    command.addAll(arguments);
    return execute(command, false);
  }

  private static String find(String tool) {
    var answer =
        execute(List.of("bash", ROOT.resolve("e2e/cluster/tool.sh").toString(), tool), true);
    if (answer.exitCode() != 0) {
      throw new IllegalStateException(tool + " is needed: see the line above");
    }
    return answer.text().strip();
  }

  private static Answer execute(List<String> command, boolean errorsToConsole) {
    try {
      var builder = new ProcessBuilder(command).directory(ROOT.toFile());
      if (errorsToConsole) {
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      } else {
        builder.redirectErrorStream(true);
      }
      var process = builder.start();
      process.getOutputStream().close();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    }
  }

  private static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("helm"))) {
      var parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("no folder helm above " + Path.of("").toAbsolutePath());
      }
      folder = parent;
    }
    return folder;
  }
}
