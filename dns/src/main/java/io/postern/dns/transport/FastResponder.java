package io.postern.dns.transport;

import io.postern.dns.answer.FastPath;
import io.postern.dns.codec.QueryHead;
import io.postern.dns.view.ViewChooser;
import io.postern.dns.view.ZoneIndex;
import java.util.function.Supplier;

/**
 * Answers the datagrams of one thread by the fast path, and counts them. What it leaves is for the
 * {@link Responder}, which counts it itself; where rates are limited, that is all.
 */
final class FastResponder {
  /** Longer messages are never usual queries. */
  static final int MAX_QUERY = 512;

  private final Supplier<ZoneIndex> indexes;
  private final ViewChooser views;
  private final RateGate gate;
  private final Responder responder;
  private final ListenerClients clients;
  private final DnsCounters counters;
  private final FastPath path = new FastPath();
  private final byte[] query = new byte[MAX_QUERY];
  private final byte[] response = new byte[QueryHead.MAX_UDP_SIZE];

  FastResponder(
      Supplier<ZoneIndex> indexes,
      ViewChooser views,
      RateGate gate,
      Responder responder,
      ListenerClients clients,
      DnsCounters counters) {
    this.indexes = indexes;
    this.views = views;
    this.gate = gate;
    this.responder = responder;
    this.clients = clients;
    this.counters = counters;
  }

  /** Where the next query is to be put. */
  byte[] query() {
    return query;
  }

  /** Where the last response is. */
  byte[] response() {
    return response;
  }

  /**
   * Answers the query that is there, {@code length} octets of it.
   *
   * @param high of the sender's address; an IPv4 address is in the lowest 32 bits of {@code low}
   * @return the length of the response; {@link FastPath#LEFT} if there is none
   * @throws RuntimeException for a fault of this server, or of who gives the index
   */
  int answer(int length, boolean ipv4, long high, long low) {
    if (!gate.isOpen()
        || !path.reads(query, length)
        || clients.proxies().contains(ipv4, high, low)) {
      return FastPath.LEFT;
    }
    var index = indexes.get();
    var view = views.chooseDirect(index, clients.networkKey(), ipv4, high, low);
    if (view == null) {
      return FastPath.LEFT;
    }
    var answered = path.answer(index, view, responder.isRecursionAvailable(view), response);
    if (answered != FastPath.LEFT) {
      counters.queries(Transport.UDP).increment();
      counters.responses(path.rcode()).increment();
    }
    return answered;
  }
}
