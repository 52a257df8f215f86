package io.postern.dns.transport;

import io.postern.dns.codec.QueryHead;
import io.postern.dns.codec.QueryParser;
import io.postern.dns.codec.Received;
import io.postern.dns.codec.ResponseEncoder;
import io.postern.dns.forward.Forwarder;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.lookup.Recursion;
import io.postern.dns.lookup.Resolution;
import io.postern.dns.lookup.Resolution.Answer;
import io.postern.dns.lookup.Resolution.Upstream;
import io.postern.dns.lookup.Trace;
import io.postern.dns.lookup.ViewLookup;
import io.postern.dns.name.DnsName;
import io.postern.dns.view.Client;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.view.ZoneIndex.LinkedZone;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From one message to its response, without sockets: parse, choose the view, look up, ask upstream
 * where needed, encode.
 *
 * <p>The current index is taken once per query. What this server knows itself is answered on the
 * caller's thread; a query that must wait for an upstream goes on on a thread of the forwarder.
 * Thread-safe.
 */
public final class Responder {
  private static final Logger log = LoggerFactory.getLogger(Responder.class);

  /** Clients' queries count for the zones that their names are looked up in. */
  private static final Trace COUNTING =
      new Trace() {
        @Override
        public void zone(DnsName name, @Nullable LinkedZone zone, boolean publicOnly) {
          if (zone != null) zone.zone().queryVolume().count();
        }
      };

  private static final byte[] NO_RESPONSE = {};

  private final Supplier<ZoneIndex> indexes;
  private final Forwarder forwarder;
  private final boolean unknownServed;
  private final DnsCounters counters;
  private final AtomicBoolean faultLogged = new AtomicBoolean();

  /**
   * @param unknownServed whether clients of no network are answered from the public view
   */
  Responder(
      Supplier<ZoneIndex> indexes,
      Forwarder forwarder,
      boolean unknownServed,
      DnsCounters counters) {
    this.indexes = indexes;
    this.forwarder = forwarder;
    this.unknownServed = unknownServed;
    this.counters = counters;
  }

  /** A query with what its response needs. */
  private record Pending(
      Received.Query query, boolean recursionAvailable, Transport transport, Reply reply) {}

  /** Answers a message on its way from {@code client}; never throws for what is in it. */
  void answer(ByteBuffer message, Client client, Transport transport, Reply reply) {
    answer(message, index -> client.viewIn(index, unknownServed), transport, COUNTING, reply);
  }

  /**
   * The response to a query asked in process; waits for upstreams.
   *
   * @param networkKey the network to ask for; null asks for the public view
   * @param trace told the steps of this one query, on one thread at a time
   * @return the response, as long as TCP allows; empty if the message gets none
   */
  public byte[] answer(byte[] query, @Nullable String networkKey, Trace trace) {
    var response = new CompletableFuture<byte[]>();
    var reply =
        new Reply() {
          @Override
          public void send(byte[] octets) {
            response.complete(octets);
          }

          @Override
          public void drop() {
            response.complete(NO_RESPONSE);
          }
        };
    answer(ByteBuffer.wrap(query), index -> view(index, networkKey), Transport.TCP, trace, reply);
    return response.join();
  }

  private static @Nullable NetworkView view(ZoneIndex index, @Nullable String networkKey) {
    return networkKey == null ? index.publicView() : Client.viewOf(index, networkKey);
  }

  /** How a query's view is found in the index it is answered from; null refuses the query. */
  private interface ViewChoice {
    @Nullable NetworkView in(ZoneIndex index);
  }

  private void answer(
      ByteBuffer message, ViewChoice choice, Transport transport, Trace trace, Reply reply) {
    counters.queries(transport).increment();
    switch (QueryParser.parse(message)) {
      case Received.Ignored _ -> {
        counters.dropped.increment();
        reply.drop();
      }
      case Received.Refused(QueryHead head, Rcode rcode) -> refuse(head, rcode, reply);
      case Received.Query query -> {
        try {
          var index = indexes.get();
          answer(query, index, choice.in(index), transport, trace, reply);
        } catch (RuntimeException e) {
          fault(e);
          refuse(query.head(), Rcode.SERVFAIL, reply);
        }
      }
    }
  }

  private void answer(
      Received.Query query,
      ZoneIndex index,
      @Nullable NetworkView view,
      Transport transport,
      Trace trace,
      Reply reply) {
    if (view == null) {
      refuse(query.head(), Rcode.REFUSED, reply);
      return;
    }
    var available = recursion(view);
    var pending = new Pending(query, available != Recursion.NONE, transport, reply);
    switch (resolveAtOnce(index, view, query, available, trace)) {
      case Answer answer -> finish(pending, answer);
      case Upstream upstream -> {
        if (!forwarder.tryStart(() -> resolveSlowly(pending, upstream))) {
          finish(pending, Answer.of(Rcode.SERVFAIL));
        }
      }
    }
  }

  /** Whom a view may have asked for its clients. */
  private Recursion recursion(NetworkView view) {
    if (!view.recursionAllowed()) {
      return Recursion.NONE;
    }
    if (forwarder.isConfigured()) {
      return Recursion.ALL;
    }
    return view.rules().isEmpty() ? Recursion.NONE : Recursion.RULES;
  }

  /** As far as it goes without waiting: our own data, and upstream replies that are at hand. */
  private Resolution resolveAtOnce(
      ZoneIndex index, NetworkView view, Received.Query query, Recursion available, Trace trace) {
    var recursion = query.head().recursionDesired() ? available : Recursion.NONE;
    var resolution = ViewLookup.resolve(index, view, query.question(), recursion, trace);
    while (resolution instanceof Upstream upstream) {
      var reply = forwarder.cached(upstream.inquiry());
      if (reply == null) {
        return resolution;
      }
      resolution = upstream.resume(reply);
    }
    return resolution;
  }

  private void resolveSlowly(Pending pending, Upstream upstream) {
    Answer answer;
    try {
      answer = settled(upstream);
    } catch (RuntimeException e) {
      fault(e);
      answer = Answer.of(Rcode.SERVFAIL);
    }
    finish(pending, answer);
  }

  /** The answer at the end of the chain, waiting for upstreams on the way. */
  private Answer settled(Resolution resolution) {
    return switch (resolution) {
      case Answer answer -> answer;
      case Upstream upstream -> settled(upstream.resume(forwarder.ask(upstream.inquiry())));
    };
  }

  private void finish(Pending pending, Answer answer) {
    var head = pending.query().head();
    var limit = pending.transport().limit(head);
    var question = pending.query().question();
    var response =
        ResponseEncoder.encode(head, question, answer, pending.recursionAvailable(), limit);
    send(response, answer.rcode(), pending.reply());
  }

  private void refuse(QueryHead head, Rcode rcode, Reply reply) {
    send(ResponseEncoder.encode(head, rcode), rcode, reply);
  }

  private void send(byte[] response, Rcode rcode, Reply reply) {
    counters.responses(rcode).increment();
    if (ResponseEncoder.isTruncated(response)) {
      counters.truncated.increment();
    }
    reply.send(response);
  }

  /** A fault of ours is logged once: whoever finds the query that causes it can repeat it. */
  private void fault(RuntimeException e) {
    counters.internalErrors.increment();
    if (faultLogged.compareAndSet(false, true)) {
      log.error("A query failed inside the server; later ones are counted, not logged", e);
    }
  }
}
