package io.postern.dns.transport;

import io.postern.dns.codec.QueryHead;
import io.postern.dns.codec.QueryParser;
import io.postern.dns.codec.Received;
import io.postern.dns.codec.ResponseEncoder;
import io.postern.dns.codec.Signed;
import io.postern.dns.codec.TsigKeys;
import io.postern.dns.forward.Asker;
import io.postern.dns.forward.Forwarder;
import io.postern.dns.guard.ResponseKind;
import io.postern.dns.lookup.ExtendedError;
import io.postern.dns.lookup.Question;
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
import io.postern.dns.view.Prefix;
import io.postern.dns.view.ViewChooser;
import io.postern.dns.view.ViewChooser.Choice;
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
 * From one message to its response, without sockets: parse, check the signature, choose the view,
 * look up, ask upstream where needed, encode, sign.
 *
 * <p>The options that a query's OPT record has are answered whatever becomes of the query. The
 * current index is taken once per query. What this server knows itself is answered on the caller's
 * thread; a query that must wait for an upstream goes on on a thread of the forwarder. Thread-safe.
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
  private final ViewChooser views;
  private final TsigKeys keys;
  private final OptionAnswers options;
  private final RateGate gate;
  private final TransferDesk transfers;
  private final DnsCounters counters;
  private final AtomicBoolean faultLogged = new AtomicBoolean();

  Responder(
      Supplier<ZoneIndex> indexes,
      Forwarder forwarder,
      ViewChooser views,
      TsigKeys keys,
      OptionAnswers options,
      RateGate gate,
      TransferDesk transfers,
      DnsCounters counters) {
    this.indexes = indexes;
    this.forwarder = forwarder;
    this.views = views;
    this.keys = keys;
    this.options = options;
    this.gate = gate;
    this.transfers = transfers;
    this.counters = counters;
  }

  /** A query with what its response needs. */
  private record Pending(Question question, boolean recursionAvailable, WayBack back) {}

  /** Answers a message on its way from {@code client}; never throws for what is in it. */
  void answer(ByteBuffer message, Client client, Transport transport, Reply reply) {
    ViewChoice choice = (index, signer, subnet) -> views.choose(index, client, signer, subnet);
    answer(message, choice, COUNTING, new Sender(client, transport, reply));
  }

  /** What answers the usual queries of one thread by itself, for one listener. */
  FastResponder fast(ListenerClients clients, Transport transport) {
    return new FastResponder(transport, indexes, views, gate, this, clients, counters);
  }

  /** Answers a message that a fault of ours, met on the fast path, keeps from its answer. */
  void fail(ByteBuffer message, Transport transport, RuntimeException fault, Reply reply) {
    ViewChoice failing =
        (index, signer, subnet) -> {
          throw fault;
        };
    answer(message, failing, COUNTING, new Sender(null, transport, reply));
  }

  /** Whether a view's clients may have names asked of others. */
  boolean isRecursionAvailable(NetworkView view) {
    return recursion(view) != Recursion.NONE;
  }

  /** Counts a message that is no query, nor tells where an answer would go. */
  void drop(Transport transport) {
    counters.queries(transport).increment();
    counters.dropped.increment();
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
    ViewChoice choice = (index, signer, subnet) -> named(index, networkKey);
    answer(ByteBuffer.wrap(query), choice, trace, new Sender(null, Transport.TCP, reply));
    return response.join();
  }

  private static Choice named(ZoneIndex index, @Nullable String networkKey) {
    var view = networkKey == null ? index.publicView() : ViewChooser.viewOf(index, networkKey);
    return new Choice(view, false, 0);
  }

  /** How a query's view is found in the index it is answered from. */
  private interface ViewChoice {
    Choice in(ZoneIndex index, @Nullable String signer, @Nullable Prefix subnet);
  }

  private void answer(ByteBuffer message, ViewChoice choice, Trace trace, Sender sender) {
    counters.queries(sender.transport()).increment();
    switch (QueryParser.parse(message)) {
      case Received.Ignored _ -> {
        counters.dropped.increment();
        sender.reply().drop();
      }
      case Received.Refused(QueryHead head, Rcode rcode) -> {
        var signed = keys.check(head, message);
        refuse(
            signed instanceof Signed.Refused refused ? refused.rcode() : rcode,
            options.wayBack(sender, head, signed));
      }
      case Received.CookieQuery(QueryHead head) -> {
        var signed = keys.check(head, message);
        answerCookie(signed, options.wayBack(sender, head, signed));
      }
      case Received.Transfer transfer -> {
        var signed = keys.check(transfer.head(), message);
        answer(transfer, signed, choice, options.wayBack(sender, transfer.head(), signed));
      }
      case Received.Query query -> {
        var signed = keys.check(query.head(), message);
        answer(
            query.question(), signed, choice, trace, options.wayBack(sender, query.head(), signed));
      }
    }
  }

  /** A client that has a cookie already is told whether it holds (RFC 7873 §5.4). */
  private void answerCookie(Signed signed, WayBack back) {
    if (signed instanceof Signed.Refused refused) {
      refuse(refused.rcode(), back);
      return;
    }
    var holds = back.proven() || !back.head().hasServerCookie();
    refuse(holds ? Rcode.NOERROR : Rcode.BADCOOKIE, back);
  }

  private void answer(
      Question question, Signed signed, ViewChoice choice, Trace trace, WayBack back) {
    if (signed instanceof Signed.Refused refused) {
      refuse(refused.rcode(), back);
      return;
    }
    try {
      var index = indexes.get();
      var chosen = choice.in(index, signer(signed), back.head().subnet());
      var heard =
          chosen.subnetHeard()
              ? back.with(back.head().repeatingSubnet(chosen.subnetScope()))
              : back;
      answer(question, index, chosen.view(), trace, heard);
    } catch (RuntimeException e) {
      fault(e);
      refuse(Rcode.SERVFAIL, back);
    }
  }

  private void answer(Received.Transfer asked, Signed signed, ViewChoice choice, WayBack back) {
    if (signed instanceof Signed.Refused refused) {
      refuse(refused.rcode(), back);
      return;
    }
    try {
      var index = indexes.get();
      var view = choice.in(index, signer(signed), back.head().subnet()).view();
      if (view == null) {
        refuse(Rcode.REFUSED, ExtendedError.UNKNOWN_CLIENT, back);
        return;
      }
      var refusal = transfers.answer(asked, index, view, signed, back);
      if (refusal != null) {
        refuse(refusal.rcode(), refusal.error(), back);
      }
    } catch (RuntimeException e) {
      fault(e);
      refuse(Rcode.SERVFAIL, back);
    }
  }

  private static @Nullable String signer(Signed signed) {
    return signed instanceof Signed.By by ? by.key().networkKey() : null;
  }

  private void answer(
      Question question, ZoneIndex index, @Nullable NetworkView view, Trace trace, WayBack back) {
    if (view == null) {
      refuse(Rcode.REFUSED, ExtendedError.UNKNOWN_CLIENT, back);
      return;
    }
    var available = recursion(view);
    var pending = new Pending(question, available != Recursion.NONE, back);
    switch (resolveAtOnce(index, view, pending, available, trace)) {
      case Answer answer -> finish(pending, answer);
      case Upstream upstream -> {
        var asker = Asker.of(view, back.to().address());
        if (!forwarder.tryStart(asker, () -> resolveSlowly(asker, pending, upstream))) {
          finish(pending, Answer.of(Rcode.SERVFAIL, ExtendedError.TOO_MANY_WAITING));
        }
      }
    }
  }

  /** Whom a view may have asked for its clients. */
  private Recursion recursion(NetworkView view) {
    return Recursion.of(view, forwarder.isConfigured());
  }

  /** As far as it goes without waiting: our own data, and upstream replies that are at hand. */
  private Resolution resolveAtOnce(
      ZoneIndex index, NetworkView view, Pending pending, Recursion available, Trace trace) {
    var recursion = pending.back().head().recursionDesired() ? available : Recursion.NONE;
    var resolution = ViewLookup.resolve(index, view, pending.question(), recursion, trace);
    while (resolution instanceof Upstream upstream) {
      var reply = forwarder.cached(upstream.inquiry());
      if (reply == null) {
        return resolution;
      }
      resolution = upstream.resume(reply);
    }
    return resolution;
  }

  private void resolveSlowly(Asker asker, Pending pending, Upstream upstream) {
    Answer answer;
    try {
      answer = settled(asker, upstream);
    } catch (RuntimeException e) {
      fault(e);
      answer = Answer.of(Rcode.SERVFAIL);
    }
    finish(pending, answer);
  }

  /** The answer at the end of the chain, waiting for upstreams on the way. */
  private Answer settled(Asker asker, Resolution resolution) {
    return switch (resolution) {
      case Answer answer -> answer;
      case Upstream upstream ->
          settled(asker, upstream.resume(forwarder.ask(asker, upstream.inquiry())));
    };
  }

  private void finish(Pending pending, Answer answer) {
    var back = pending.back();
    if (gate.holdsBack(back, ResponseKind.of(answer))) {
      return;
    }
    var response =
        ResponseEncoder.encode(
            back.head(), pending.question(), answer, pending.recursionAvailable(), back.limit());
    send(response, answer.rcode(), back);
  }

  private void refuse(Rcode rcode, WayBack back) {
    refuse(rcode, null, back);
  }

  private void refuse(Rcode rcode, @Nullable ExtendedError error, WayBack back) {
    if (gate.holdsBack(back, ResponseKind.ERROR)) {
      return;
    }
    send(ResponseEncoder.encode(back.head(), rcode, error, back.limit()), rcode, back);
  }

  private void send(byte[] response, Rcode rcode, WayBack back) {
    counters.responses(rcode).increment();
    if (ResponseEncoder.isTruncated(response)) {
      counters.truncated.increment();
    }
    back.send(response);
  }

  /** A fault of ours is logged once: whoever finds the query that causes it can repeat it. */
  private void fault(RuntimeException e) {
    counters.internalErrors.increment();
    if (faultLogged.compareAndSet(false, true)) {
      log.error("A query failed inside the server; later ones are counted, not logged", e);
    }
  }
}
