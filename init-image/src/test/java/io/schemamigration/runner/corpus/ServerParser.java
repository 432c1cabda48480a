package io.schemamigration.runner.corpus;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * PostgreSQL's own parser: a statement is sent to a server to be prepared, which takes exactly one
 * (the manual, "Message Flow", Parse), and is never run.
 */
final class ServerParser implements AutoCloseable {
  private static final int PROTOCOL = 3 << 16;
  private static final int FIELD_STATE = 'C';
  private static final int FIELD_MESSAGE = 'M';

  /** What the server makes of a text. */
  enum Verdict {
    /** One statement; whether it could be carried out is another question. */
    ONE,
    SEVERAL,
    /** It can't be parsed. */
    BAD
  }

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private String state = "";
  private String message = "";
  private boolean empty;

  ServerParser(int port, String database) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
      out = new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream()));
      var startup = "user\0postgres\0database\0" + database + "\0client_encoding\0UTF8\0\0";
      var bytes = startup.getBytes(StandardCharsets.UTF_8);
      out.writeInt(2 * Integer.BYTES + bytes.length);
      out.writeInt(PROTOCOL);
      out.write(bytes);
      answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Verdict verdict(String sql) {
    try {
      send('P', "\0" + sql + "\0\0\0");
      send('S', "");
      answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (message.contains("multiple commands")) {
      return Verdict.SEVERAL;
    }
    return state.equals("42601") ? Verdict.BAD : Verdict.ONE;
  }

  /** Whether the server finds nothing in the text to carry out: space, comments, semicolons. */
  boolean isNothing(String text) {
    try {
      send('Q', text + "\0");
      answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return empty;
  }

  String message() {
    return message;
  }

  private void send(char type, String body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(body.getBytes(StandardCharsets.UTF_8));
    out.writeByte(type);
    out.writeInt(Integer.BYTES + bytes.size());
    out.write(bytes.toByteArray());
  }

  /** Reads until the server is ready for the next. */
  private void answer() throws IOException {
    out.flush();
    state = "";
    message = "";
    empty = false;
    while (true) {
      char type = (char) in.readUnsignedByte();
      var body = in.readNBytes(in.readInt() - Integer.BYTES);
      if (type == 'E') {
        error(new String(body, StandardCharsets.UTF_8));
      } else if (type == 'I') {
        empty = true;
      } else if (type == 'Z') {
        return;
      }
    }
  }

  private void error(String body) {
    for (var field : body.split("\0", -1)) {
      if (!field.isEmpty() && field.charAt(0) == FIELD_STATE) {
        state = field.substring(1);
      } else if (!field.isEmpty() && field.charAt(0) == FIELD_MESSAGE) {
        message = field.substring(1);
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
