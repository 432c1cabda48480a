package io.schemamigration.e2e.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A program of the machine, run as a person would run it.
 *
 * @param words program and arguments
 * @param environment what is added to this process's own
 * @param input what it reads on its standard input
 * @param timeout after which it is killed, and the run has failed
 */
public record Command(
    List<String> words, Map<String, String> environment, String input, Duration timeout) {
  /** How long building a node image or a tool may take on a slow machine. */
  static final Duration BUILD = Duration.ofMinutes(60);

  private static final Duration USUAL = Duration.ofMinutes(3);
  private static final Map<String, String> TOOLS = new ConcurrentHashMap<>();

  /** Copies its lists. */
  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** The program with its arguments, three minutes to run, nothing to read. */
  public static Command of(Object program, Object... arguments) {
    var words = new ArrayList<>(List.of(program.toString()));
    Arrays.stream(arguments).map(Object::toString).forEach(words::add);
    return new Command(words, Map.of(), "", USUAL);
  }

  /**
   * A tool that {@code e2e/cluster/tool.sh} finds, builds or unpacks, such as helm.
   *
   * @throws AssertionError when there is none
   */
  public static Command tool(String name, Object... arguments) {
    return of(
        TOOLS.computeIfAbsent(
            name,
            tool -> of(Repository.path("e2e/cluster/tool.sh"), tool).within(BUILD).run().strip()),
        arguments);
  }

  /** The same, with one more variable of the environment. */
  public Command with(String name, String value) {
    var more = new HashMap<>(environment);
    more.put(name, value);
    return new Command(words, more, input, timeout);
  }

  /** The same, reading {@code text} on its standard input. */
  public Command reading(String text) {
    return new Command(words, environment, text, timeout);
  }

  /** The same, with another time limit. */
  public Command within(Duration limit) {
    return new Command(words, environment, input, limit);
  }

  /** What a run left. */
  public record Result(int exitCode, String output, String errors) {}

  /**
   * Runs to the end and returns what it printed.
   *
   * @throws AssertionError when it exits with anything but 0, saying what it printed
   */
  public String run() {
    var result = tryToRun();
    if (result.exitCode() != 0) {
      throw new AssertionError(
          String.join(" ", words)
              + "\nexited with "
              + result.exitCode()
              + "\n"
              + result.output()
              + result.errors());
    }
    return result.output();
  }

  /** Runs to the end, whatever the exit code. */
  public Result tryToRun() {
    try {
      // files, not pipes: a program whose child keeps a pipe open would never seem to end
      var in = Files.createTempFile("command", ".in");
      var out = Files.createTempFile("command", ".out");
      var err = Files.createTempFile("command", ".err");
      try {
        Files.writeString(in, input);
        return run(in, out, err);
      } finally {
        for (var file : List.of(in, out, err)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new AssertionError(words.getFirst() + " can't be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(words.getFirst() + " was interrupted", e);
    }
  }

  private Result run(Path in, Path out, Path err) throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(words)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      throw new AssertionError(
          String.join(" ", words) + "\nwas still running after " + timeout + "\n" + text(err));
    }
    return new Result(process.exitValue(), text(out), text(err));
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
