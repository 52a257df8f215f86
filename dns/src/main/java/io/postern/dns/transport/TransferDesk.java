package io.postern.dns.transport;

import io.postern.dns.codec.Received;
import io.postern.dns.codec.Signed;
import io.postern.dns.codec.TransferMessage;
import io.postern.dns.forward.Shares;
import io.postern.dns.guard.ResponseKind;
import io.postern.dns.lookup.ExtendedError;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.transfer.Transfer;
import io.postern.dns.transfer.TransferRules;
import io.postern.dns.transfer.Transfers;
import io.postern.dns.transfer.ViewedZone;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers those who ask for zones. A transfer over a connection has a thread of its own, so that
 * nobody waits for it, and takes all its records from one version of the zone; the number at one
 * time is bounded, in all and for each network. Thread-safe.
 */
final class TransferDesk implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TransferDesk.class);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private final TransferRules rules;
  private final RateGate gate;
  private final DnsCounters counters;
  private final Transfers transfers = new Transfers();
  private final Semaphore places;
  private final Shares<String> shares;
  private final AtomicBoolean faultLogged = new AtomicBoolean();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dns-transfer-", 0).factory());

  TransferDesk(TransferRules rules, RateGate gate, DnsCounters counters) {
    this.rules = rules;
    this.gate = gate;
    this.counters = counters;
    this.places = new Semaphore(rules.mostAtOnce());
    this.shares = new Shares<>(rules.mostOfNetwork());
  }

  /** Why there is no transfer. */
  record Refusal(Rcode rcode, @Nullable ExtendedError error) {}

  /** Answers by a transfer, or says why there is none, for the caller to answer. */
  @Nullable Refusal answer(
      Received.Transfer asked, ZoneIndex index, NetworkView view, Signed signed, WayBack back) {
    var client = back.to().client();
    if (client == null || !rules.permit(index, view, client, signed)) {
      return new Refusal(Rcode.REFUSED, ExtendedError.TRANSFER_PROHIBITED);
    }
    var link = view.links().get(asked.zone());
    var zone = link == null ? null : index.zone(link.zoneId());
    var networkKey = index.networkKey(view.networkId());
    if (zone == null || networkKey == null) {
      return new Refusal(Rcode.NOTAUTH, ExtendedError.NOT_AUTHORITATIVE);
    }
    var viewed = new ViewedZone(zone, view, networkKey);
    if (back.to().transport() == Transport.TCP) {
      return overTcp(asked, viewed, back);
    }
    var since = asked.since();
    // A whole zone is not for datagrams (RFC 5936 §4.2).
    return since == null ? new Refusal(Rcode.FORMERR, null) : overUdp(viewed, since, back);
  }

  private @Nullable Refusal overUdp(ViewedZone zone, int since, WayBack back) {
    var message = message(transfers.inDatagram(zone, since), back);
    // What does not fit is asked for over TCP (RFC 1995 §2).
    var soa = message == null ? message(new Transfer.SoaOnly(zone), back) : message;
    if (soa == null) {
      return new Refusal(Rcode.SERVFAIL, null);
    }
    if (!gate.holdsBack(back, ResponseKind.POSITIVE)) {
      counters.responses(Rcode.NOERROR).increment();
      back.send(soa);
    }
    return null;
  }

  /** A transfer in one message; null if it does not fit. */
  private static byte @Nullable [] message(Transfer transfer, WayBack back) {
    var message = new TransferMessage(back.head(), back.limit());
    var fits = new AtomicBoolean(true);
    transfer.forEachRecord((owner, set, record) -> {
      if (!message.tryPut(owner, set, record)) {
        fits.set(false);
      }
    });
    return fits.get() ? message.toBytes() : null;
  }

  private @Nullable Refusal overTcp(Received.Transfer asked, ViewedZone zone, WayBack back) {
    var network = zone.networkKey();
    if (!shares.tryTake(network)) {
      return new Refusal(Rcode.SERVFAIL, ExtendedError.TOO_MANY_TRANSFERS);
    }
    if (!places.tryAcquire()) {
      shares.giveBack(network);
      return new Refusal(Rcode.SERVFAIL, ExtendedError.TOO_MANY_TRANSFERS);
    }
    try {
      threads.execute(() -> {
        try {
          run(asked, zone, back);
        } finally {
          release(network);
        }
      });
      return null;
    } catch (RejectedExecutionException e) {
      release(network);
      return new Refusal(Rcode.SERVFAIL, null);
    }
  }

  private void release(String network) {
    places.release();
    shares.giveBack(network);
  }

  private void run(Received.Transfer asked, ViewedZone zone, WayBack back) {
    var stream = new TransferStream(back, System.nanoTime() + rules.longest().toNanos());
    byte[] last;
    try {
      transfers.overStream(zone, asked.since()).forEachRecord(stream);
      last = stream.last();
    } catch (RuntimeException e) {
      // Half a transfer is none: the client sees that the connection ends, and asks again.
      fault(e);
      back.to().reply().drop();
      return;
    }
    counters.responses(Rcode.NOERROR).increment();
    back.to().reply().send(last);
  }

  private void fault(RuntimeException e) {
    if (e instanceof TransferStream.Broken) {
      return;
    }
    counters.internalErrors.increment();
    if (faultLogged.compareAndSet(false, true)) {
      log.error("A transfer failed inside the server; later ones are counted, not logged", e);
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      var _ = threads.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
