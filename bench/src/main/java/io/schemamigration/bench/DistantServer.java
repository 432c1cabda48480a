package io.schemamigration.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** A proxy through which everything takes half a millisecond in each direction. */
final class DistantServer implements AutoCloseable {
  private static final long ONE_WAY_NANOS = 500_000;
  private static final int BUFFER = 1 << 16;

  private final ServerSocket server;
  private final int behind;

  DistantServer(int behind) throws IOException {
    this.behind = behind;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private static void start(Runnable work) {
    Thread.ofPlatform().daemon().start(work);
  }

  private void accept() {
    try {
      while (true) {
        var client = server.accept();
        var database = new Socket(InetAddress.getLoopbackAddress(), behind);
        client.setTcpNoDelay(true);
        database.setTcpNoDelay(true);
        carry(client, database);
        carry(database, client);
      }
    } catch (IOException e) {
      // closed: it is over
    }
  }

  private static void carry(Socket from, Socket to) {
    var way = new LinkedBlockingQueue<Piece>();
    start(() -> read(from, way));
    start(() -> write(to, way));
  }

  private static void read(Socket from, LinkedBlockingQueue<Piece> way) {
    var buffer = new byte[BUFFER];
    try (InputStream in = from.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        way.add(new Piece(Arrays.copyOf(buffer, n), System.nanoTime() + ONE_WAY_NANOS));
      }
    } catch (IOException e) {
      // one side has gone: so does the other
    }
    way.add(Piece.END);
  }

  private static void write(Socket to, LinkedBlockingQueue<Piece> way) {
    try (OutputStream out = to.getOutputStream()) {
      for (var piece = way.take(); piece != Piece.END; piece = way.take()) {
        long left = piece.due - System.nanoTime();
        while (left > 0) {
          LockSupport.parkNanos(left);
          left = piece.due - System.nanoTime();
        }
        out.write(piece.bytes);
      }
    } catch (IOException | InterruptedException e) {
      // one side has gone
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static final class Piece {
    static final Piece END = new Piece(new byte[0], 0);

    final byte[] bytes;
    final long due;

    Piece(byte[] bytes, long due) {
      this.bytes = bytes;
      this.due = due;
    }
  }
}
