package io.postern.bench.changes;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A server whose zone is changed while it is asked. */
interface ChangedServer extends AutoCloseable {
  /** The apex of the zone; below it are names {@code acct000000} and on, each with one address. */
  String ZONE = "privatelink.blob.core.windows.net";

  String name();

  InetSocketAddress dns();

  /** Gives a name another address; returns when the server has said that it is so. */
  void change(String label, InetAddress address) throws Exception;

  /** The label of a name, by its number. */
  static String label(int number) {
    return "acct%06d".formatted(number);
  }

  @Override
  void close();
}
