package io.postern.dns.transport;

import io.postern.dns.codec.QueryHead;
import io.postern.dns.codec.QueryParser;
import io.postern.dns.codec.Received;
import io.postern.dns.codec.ResponseEncoder;
import io.postern.dns.forward.Forwarder;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.lookup.Resolution;
import io.postern.dns.lookup.Resolution.Answer;
import io.postern.dns.lookup.Resolution.Upstream;
import io.postern.dns.lookup.ViewLookup;
import io.postern.dns.view.Client;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
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

  /** A query with what its response needs; takes the response to the client. */
  private final class Pending {
    private final QueryHead head;
    private final Question question;
    private final boolean recursionAvailable;
    private final Transport transport;
    private final Reply reply;

    Pending(
        QueryHead head,
        Question question,
        boolean recursionAvailable,
        Transport transport,
        Reply reply) {
      this.head = head;
      this.question = question;
      this.recursionAvailable = recursionAvailable;
      this.transport = transport;
      this.reply = reply;
    }

    void finish(Answer answer) {
      var limit = transport.limit(head);
      send(
          ResponseEncoder.encode(head, question, answer, recursionAvailable, limit),
          answer.rcode(),
          reply);
    }

    /** Goes on with the upstream's replies, waiting for them. */
    void goOn(Upstream upstream) {
      try {
        Resolution resolution = upstream;
        while (resolution instanceof Upstream next) {
          resolution = next.resume(forwarder.ask(next.question()));
        }
        if (resolution instanceof Answer answer) {
          finish(answer);
        }
      } catch (RuntimeException e) {
        fault(e);
        finish(Answer.of(Rcode.SERVFAIL));
      }
    }
  }

  /** Answers a message on its way from {@code client}; never throws for what is in it. */
  void answer(ByteBuffer message, Client client, Transport transport, Reply reply) {
    answer(message, index -> client.viewIn(index, unknownServed), transport, reply);
  }

  /**
   * The response to a query asked in process; waits for upstreams.
   *
   * @param networkKey the network to ask for; null asks for the public view
   * @return the response, as long as TCP allows; empty if the message gets none
   */
  public byte[] answer(byte[] query, @Nullable String networkKey) {
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
    answer(ByteBuffer.wrap(query), index -> view(index, networkKey), Transport.TCP, reply);
    return response.join();
  }

  private static @Nullable NetworkView view(ZoneIndex index, @Nullable String networkKey) {
    return networkKey == null ? index.publicView() : Client.viewOf(index, networkKey);
  }

  /** How a query's view is found in the index it is answered from; null refuses the query. */
  private interface ViewChoice {
    @Nullable NetworkView in(ZoneIndex index);
  }

  private void answer(ByteBuffer message, ViewChoice choice, Transport transport, Reply reply) {
    counters.queries(transport).increment();
    switch (QueryParser.parse(message)) {
      case Received.Ignored _ -> {
        counters.dropped.increment();
        reply.drop();
      }
      case Received.Refused(QueryHead head, Rcode rcode) -> refuse(head, rcode, reply);
      case Received.Query query -> {
        var index = indexes.get();
        answer(query, index, choice.in(index), transport, reply);
      }
    }
  }

  private void answer(
      Received.Query query,
      ZoneIndex index,
      @Nullable NetworkView view,
      Transport transport,
      Reply reply) {
    var head = query.head();
    if (view == null) {
      refuse(head, Rcode.REFUSED, reply);
      return;
    }
    var recursionAvailable = view.recursionAllowed() && forwarder.isConfigured();
    var pending = new Pending(head, query.question(), recursionAvailable, transport, reply);
    try {
      switch (resolve(index, view, query, recursionAvailable)) {
        case Answer answer -> pending.finish(answer);
        case Upstream upstream -> {
          if (!forwarder.tryStart(() -> pending.goOn(upstream))) {
            pending.finish(Answer.of(Rcode.SERVFAIL));
          }
        }
      }
    } catch (RuntimeException e) {
      fault(e);
      pending.finish(Answer.of(Rcode.SERVFAIL));
    }
  }

  /** As far as it goes without waiting: our own data, and upstream replies that are at hand. */
  private Resolution resolve(
      ZoneIndex index, NetworkView view, Received.Query query, boolean recursionAvailable) {
    var mayAsk = recursionAvailable && query.head().recursionDesired();
    var resolution = ViewLookup.resolve(index, view, query.question(), mayAsk);
    while (resolution instanceof Upstream upstream) {
      var reply = forwarder.cached(upstream.question());
      if (reply == null) {
        return resolution;
      }
      resolution = upstream.resume(reply);
    }
    return resolution;
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
