package io.postern.dns.http;

import io.postern.dns.view.Client;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is behind an HTTP server: lets its connections in, and answers its requests. Called on the
 * threads of connections, so nothing here may wait.
 */
public interface Site {
  /** Whether a machine begins its connections with who they are for. */
  boolean isProxy(InetAddress peer);

  /**
   * Who a connection is from.
   *
   * @param octets of a proxy, all that has come; what is of its header is taken out if that is
   *     whole. Not looked at for any other
   * @return null if the header of a proxy is not whole yet
   * @throws ProtocolException if a proxy begins otherwise
   */
  @Nullable Client client(InetAddress peer, ByteBuffer octets) throws ProtocolException;

  /**
   * Lets a connection in, which leaves later.
   *
   * @param client null where a proxy has to tell first who it is
   * @return false if there is no place for it
   */
  boolean enter(HttpConnection connection, @Nullable InetAddress client);

  /** Says who a connection is of; false if he has all of his own. */
  boolean identify(HttpConnection connection, InetAddress client);

  void leave(HttpConnection connection);

  /** Closes connections on which nothing moves. */
  void closeStalled();

  /** A connection ended before anything could be asked on it. */
  void handshakeFailed();

  /** A proxy did not say who a connection is from. */
  void nobodyNamed();

  /**
   * Answers a request.
   *
   * @param back called once, by any thread
   */
  void answer(Request request, Consumer<Response> back);
}
