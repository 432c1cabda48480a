package io.schemamigration.runner.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real PgBouncer in front of {@link Postgres}. */
public final class PgBouncer implements AutoCloseable {
  private static final String PROGRAM = "pgbouncer";
  private static final int TRIES = 100;

  private final Process process;
  private final int port;

  /**
   * Starts it.
   *
   * @param mode its {@code pool_mode}
   * @param sessions how many sessions of the server it uses for a database
   */
  public PgBouncer(Path folder, String mode, int sessions) {
    port = freePort();
    try {
      var users = Files.writeString(folder.resolve("users.txt"), "\"postgres\" \"\"\n");
      var settings =
          """
          [databases]
          * = host=127.0.0.1 port=%d
          [pgbouncer]
          listen_addr = 127.0.0.1
          listen_port = %d
          unix_socket_dir =
          auth_type = trust
          auth_file = %s
          pool_mode = %s
          default_pool_size = %d
          query_wait_timeout = 3
          """
              .formatted(Postgres.port(), port, users, mode, sessions);
      var file = Files.writeString(folder.resolve("pgbouncer.ini"), settings);
      var log = folder.resolve("pgbouncer.log");
      process =
          new ProcessBuilder(command(folder, file))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      await(log);
    } catch (IOException e) {
      throw new IllegalStateException(
          PROGRAM + " can't be started: install it (on Debian: apt-get install pgbouncer)", e);
    }
  }

  /** It refuses to run as root. */
  private static List<String> command(Path folder, Path file) throws IOException {
    var command = new ArrayList<String>();
    if ("root".equals(System.getProperty("user.name"))) {
      folder.toFile().setExecutable(true, false);
      for (var path = file; path != null; path = path.getParent()) {
        path.toFile().setReadable(true, false);
      }
      folder.resolve("users.txt").toFile().setReadable(true, false);
      command.addAll(List.of("setpriv", "--reuid=65534", "--clear-groups"));
    }
    command.addAll(List.of(PROGRAM, file.toString()));
    return command;
  }

  public int port() {
    return port;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(Path log) throws IOException {
    for (int i = 0; i < TRIES && process.isAlive(); i++) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        Sleep.millis(50); // it isn't listening yet
      }
    }
    throw new IllegalStateException("pgbouncer did not start: " + Files.readString(log));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
