package io.postern.dns.transport;

import io.postern.dns.answer.FastPath;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.ViewChooser;
import io.postern.dns.view.ZoneIndex;
import java.util.function.Supplier;

/**
 * Answers the queries of one thread by the fast path, and counts them. What it leaves is for the
 * {@link Responder}, which counts it itself; where rates are limited, that is every datagram.
 */
final class FastResponder {
  /** Longer messages are never usual queries. */
  static final int MAX_QUERY = 512;

  private final Transport transport;
  private final Supplier<ZoneIndex> indexes;
  private final ViewChooser views;
  private final RateGate gate;
  private final Responder responder;
  private final ListenerClients clients;
  private final DnsCounters counters;
  private final FastPath path;
  private final byte[] query = new byte[MAX_QUERY];
  private final byte[] response = new byte[FastPath.MAX_RESPONSE];

  FastResponder(
      Transport transport,
      Supplier<ZoneIndex> indexes,
      ViewChooser views,
      RateGate gate,
      Responder responder,
      ListenerClients clients,
      DnsCounters counters) {
    this.transport = transport;
    this.path = transport == Transport.UDP ? FastPath.overUdp() : FastPath.overTcp();
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
   * Answers the datagram that is there, {@code length} octets of it.
   *
   * @param high of the sender's address; an IPv4 address is in the lowest 32 bits of {@code low}
   * @return the length of the response; {@link FastPath#LEFT} if there is none
   * @throws RuntimeException for a fault of this server, or of who gives the index
   */
  int answer(int length, boolean ipv4, long high, long low) {
    if (!gate.isOpen() || clients.proxies().contains(ipv4, high, low)) {
      return FastPath.LEFT;
    }
    return answerFrom(length, ipv4, high, low);
  }

  /** The same for a message of a connection, whose client is known by now. */
  int answer(int length, Prefix client) {
    return answerFrom(length, client.ipv4(), client.high(), client.low());
  }

  private int answerFrom(int length, boolean ipv4, long high, long low) {
    if (!path.reads(query, length)) {
      return FastPath.LEFT;
    }
    var index = indexes.get();
    var view = views.chooseDirect(index, clients.networkKey(), ipv4, high, low);
    if (view == null) {
      return FastPath.LEFT;
    }
    var answered = path.answer(index, view, responder.isRecursionAvailable(view), response);
    if (answered != FastPath.LEFT) {
      counters.queries(transport).increment();
      counters.responses(path.rcode()).increment();
    }
    return answered;
  }
}
