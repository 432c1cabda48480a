package io.schemamigration.runner.support;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network between a runner and PostgreSQL that can break at each message of the client. Messages
 * are counted over all connections, from 1, startup and authentication left out.
 */
public final class Wire implements AutoCloseable {
  private static final int SSL_REQUEST_BYTES = 8;

  /** What happens to a message. */
  public enum Fate {
    PASSES,
    /** The connection breaks before the server gets it. */
    LOST,
    /** The server gets it, and the connection breaks before the answer is back. */
    UNANSWERED,
    /** It vanishes and nothing comes back, as if somebody had pulled the plug. */
    SWALLOWED
  }

  /** Decides about each message. */
  public interface Weather {
    Fate of(int number, String text);
  }

  private static final byte[] NOBODY = message('E', "SFATAL\0C28000\0Mthis network is gone\0\0");

  private final int port;
  private final ServerSocket server;
  private volatile boolean gone;
  private final Weather weather;
  private final List<String> messages = new CopyOnWriteArrayList<>();

  public Wire(Weather weather) {
    this(Postgres.port(), weather);
  }

  public Wire(int port, Weather weather) {
    this.port = port;
    this.weather = weather;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** From here on, whoever connects is sent away for good: nothing of a run gets through. */
  public void end() {
    gone = true;
  }

  private static byte[] message(char type, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return java.nio.ByteBuffer.allocate(1 + Integer.BYTES + bytes.length)
        .put((byte) type)
        .putInt(Integer.BYTES + bytes.length)
        .put(bytes)
        .array();
  }

  /** What clients have sent. */
  public List<String> messages() {
    return messages;
  }

  private void accept() {
    try {
      while (true) {
        var client = server.accept();
        client.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> connected(client));
      }
    } catch (IOException e) {
      messages.add("closed"); // the test is over
    }
  }

  private void connected(Socket client) {
    var line = new Line();
    try (client;
        var database = new Socket(InetAddress.getLoopbackAddress(), port)) {
      database.setTcpNoDelay(true);
      var back = Thread.ofVirtual().start(() -> answers(database, client, line));
      requests(client, database.getOutputStream(), line);
      if (line.unanswered) {
        back.join();
      }
    } catch (IOException | InterruptedException e) {
      line.broken = true;
    }
  }

  private void requests(Socket client, OutputStream out, Line line) throws IOException {
    var in = new DataInputStream(client.getInputStream());
    int length = in.readInt();
    if (length == SSL_REQUEST_BYTES) {
      forward(out, null, length, in.readNBytes(length - Integer.BYTES));
      length = in.readInt();
    }
    var startup = in.readNBytes(length - Integer.BYTES);
    if (gone) {
      line.broken = true;
      client.getOutputStream().write(NOBODY);
      return;
    }
    forward(out, null, length, startup);
    while (true) {
      byte type = in.readByte();
      int size = in.readInt();
      var body = in.readNBytes(size - Integer.BYTES);
      var fate = type == 'Q' ? judge(body) : Fate.PASSES;
      if (fate == Fate.LOST) {
        return;
      }
      if (fate == Fate.SWALLOWED) {
        in.readAllBytes(); // until the client has enough
        return;
      }
      line.unanswered = fate == Fate.UNANSWERED;
      line.broken = line.unanswered;
      forward(out, type, size, body);
      if (line.broken) {
        return;
      }
    }
  }

  private Fate judge(byte[] body) {
    var text = new String(body, 0, body.length - 1, StandardCharsets.UTF_8); // ends with NUL
    int number;
    synchronized (messages) {
      messages.add(text);
      number = messages.size();
    }
    return weather.of(number, text);
  }

  private static void forward(OutputStream out, Byte type, int size, byte[] body)
      throws IOException {
    var message = java.nio.ByteBuffer.allocate((type == null ? 0 : 1) + size);
    if (type != null) {
      message.put(type);
    }
    out.write(message.putInt(size).put(body).array());
    out.flush();
  }

  /** Ends with the first answer to a message that is to have none: the server has done it then. */
  private static void answers(Socket database, Socket client, Line line) {
    var buffer = new byte[65536];
    try {
      int read = database.getInputStream().read(buffer);
      while (read >= 0 && !line.broken) {
        client.getOutputStream().write(buffer, 0, read);
        read = database.getInputStream().read(buffer);
      }
    } catch (IOException e) {
      line.broken = true;
    }
    closed(client); // as its end of the line would be, whichever way the server's was
  }

  private static void closed(Socket client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection. */
  private static final class Line {
    volatile boolean broken;
    volatile boolean unanswered;
  }
}
