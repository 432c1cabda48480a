package io.schemamigration.runner.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL that a test may stop in any way, and start again with what is on its disk. */
public final class OwnServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final Path binaries;
  private final Path data;
  private final int port;
  private Process process;

  public OwnServer(Path data) {
    this.binaries = Path.of(Postgres.tell("SELECT setting FROM pg_config WHERE name = 'BINDIR'"));
    this.data = data;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(command("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", data.toString()));
  }

  public int port() {
    return port;
  }

  public Path data() {
    return data;
  }

  /** Starts it, and waits until it lets clients in. */
  public void start(String... settings) {
    var command = command("postgres", "-D", data.toString(), "-p", "" + port);
    for (var setting :
        List.of("fsync=off", "listen_addresses=127.0.0.1", "unix_socket_directories=")) {
      command.addAll(List.of("-c", setting));
    }
    for (var setting : settings) {
      command.addAll(List.of("-c", setting));
    }
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(data.resolve("said").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long end = System.nanoTime() + START.toNanos();
    while (!letsIn()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new IllegalStateException("the server doesn't start: " + said());
      }
      Sleep.millis(50);
    }
  }

  private boolean letsIn() {
    try {
      DriverManager.getConnection(
              "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "")
          .close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private String said() {
    try {
      return Files.readString(data.resolve("said"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets no file of a later session grow beyond so many bytes; the server asked for more stays. */
  public void limitFiles(String bytes) {
    run(List.of("prlimit", "--pid", "" + process.pid(), "--fsize=" + bytes + ":"));
  }

  /** Immediate shutdown: no transaction is ended, no checkpoint made, as in a crash. */
  public void crash() {
    stop("-QUIT");
  }

  /**
   * Kills all of its processes at once: what hadn't left its memory is lost, such as the log of
   * commits that nobody waited for.
   */
  public void kill() {
    var children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    children.forEach(child -> child.onExit().join());
  }

  /** Fast shutdown. */
  public void stop() {
    stop("-INT");
  }

  private void stop(String signal) {
    run(List.of("kill", signal, "" + process.pid()));
    try {
      if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the server doesn't stop: " + said());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** PostgreSQL refuses root; in a user namespace of its own it has no rights to misuse. */
  private List<String> command(String program, String... args) {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(binaries.resolve(program).toString());
    command.addAll(List.of(args));
    return command;
  }

  public static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  public static void run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      crash();
    }
  }
}
