package io.schemamigration.runner.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that look after their peer: one that has died silently is found within a minute, however
 * long a statement takes. Without this the system asks after two hours.
 */
public final class LivelySockets extends SocketFactory {
  static final int IDLE_SECONDS = 30;
  static final int INTERVAL_SECONDS = 10;
  static final int COUNT = 3;

  /** Made by the driver, by its name. */
  public LivelySockets() {}

  @Override
  public Socket createSocket() throws IOException {
    var socket = new Socket();
    socket.setKeepAlive(true);
    for (var option : socket.supportedOptions()) {
      tune(socket, option);
    }
    return socket;
  }

  /** By name: the options are in a module of their own, and not on every system. */
  @SuppressWarnings("unchecked")
  private static void tune(Socket socket, SocketOption<?> option) throws IOException {
    int value =
        switch (option.name()) {
          case "TCP_KEEPIDLE" -> IDLE_SECONDS;
          case "TCP_KEEPINTERVAL" -> INTERVAL_SECONDS;
          case "TCP_KEEPCOUNT" -> COUNT;
          default -> 0;
        };
    if (value > 0 && option.type() == Integer.class) {
      socket.setOption((SocketOption<Integer>) option, value);
    }
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(InetAddress.getByName(host), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket(host, port, null, 0);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(InetAddress.getByName(host), port, from, fromPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, @Nullable InetAddress from, int fromPort)
      throws IOException {
    var socket = createSocket();
    if (from != null) {
      socket.bind(new InetSocketAddress(from, fromPort));
    }
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }
}
