package io.postern.dns.transfer;

import io.postern.dns.codec.NotifyQuery;
import io.postern.dns.name.DnsName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.OwnedSet;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The word that one secondary gets: of each zone of its network whose serial is not the one it was
 * told last. Changes that come quickly one after the other are told together. For one thread.
 */
final class NotifyLine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NotifyLine.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Zones whose answers are waited for at one time. */
  private static final int MOST_WAITING = 100;

  /** The shortest time between two words of one zone. */
  private static final Duration SPACING = Duration.ofMillis(50);

  private static final int NEVER_SEEN_ID = 0x10000;

  private final Secondary secondary;
  private final DatagramChannel channel;
  private final Map<DnsName, Integer> serials = new HashMap<>();
  private final Map<DnsName, Long> saidAtNanos = new HashMap<>();
  private final Map<DnsName, Pending> pending = new LinkedHashMap<>();
  private boolean complained;

  private NotifyLine(Secondary secondary, DatagramChannel channel) {
    this.secondary = secondary;
    this.channel = channel;
  }

  /**
   * Opens a socket to a secondary.
   *
   * @param own addresses that zones are asked for at: who is told looks whether it is by one of
   *     them (RFC 1996 §3.10)
   */
  static NotifyLine open(Secondary secondary, List<InetAddress> own) throws IOException {
    var channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      var source = own.stream().filter(address -> isWayTo(secondary, address)).findFirst();
      if (source.isPresent()) {
        channel.bind(new InetSocketAddress(source.get(), 0));
      }
      channel.connect(secondary.address());
      return new NotifyLine(secondary, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean isWayTo(Secondary secondary, InetAddress source) {
    var target = secondary.address().getAddress();
    return source instanceof Inet4Address == target instanceof Inet4Address
        && source.isLoopbackAddress() == target.isLoopbackAddress()
        && !source.isAnyLocalAddress();
  }

  DatagramChannel channel() {
    return channel;
  }

  /** Finds out what there is to tell of an index. */
  void look(ZoneIndex index, long now) {
    var view = index.view(secondary.networkKey());
    var there = new HashMap<DnsName, OwnedSet>();
    if (view != null) {
      view.links()
          .forEach((apex, link) -> {
            var zone = index.zone(link.zoneId());
            if (zone != null) {
              there.put(apex, zone.soa());
              look(apex, (int) zone.revision(), zone.soa(), now);
            }
          });
    }
    serials.keySet().retainAll(there.keySet());
    saidAtNanos.keySet().retainAll(there.keySet());
    pending.keySet().retainAll(there.keySet());
  }

  private void look(DnsName apex, int serial, OwnedSet soa, long now) {
    var before = serials.put(apex, serial);
    if (before != null && before == serial) {
      return;
    }
    var said = saidAtNanos.get(apex);
    var earliest = said == null ? now : said + SPACING.toNanos();
    pending.remove(apex);
    pending.put(apex, new Pending(soa, earliest - now > 0 ? earliest : now));
  }

  /**
   * Says what is due.
   *
   * @return when something is due next; {@code longest} later if nothing is before that
   */
  long say(long now, long longest) {
    var waiting = pending.values().stream().filter(each -> each.said() != null).count();
    var next = now + longest;
    for (var each = pending.entrySet().iterator(); each.hasNext(); ) {
      var entry = each.next();
      var word = entry.getValue();
      if (word.isDue(now) && word.isSpent()) {
        each.remove();
        complain(entry.getKey());
        continue;
      }
      if (word.isDue(now) && (word.said() != null || waiting < MOST_WAITING)) {
        waiting += word.said() == null ? 1 : 0;
        say(word, now);
        saidAtNanos.put(entry.getKey(), now);
      }
      // What waits for others to be answered is looked at when they are.
      if (!word.isDue(now) && word.dueNanos() - next < 0) {
        next = word.dueNanos();
      }
    }
    return next;
  }

  private void say(Pending word, long now) {
    var before = word.said();
    var query =
        before == null
            ? NotifyQuery.of(RANDOM.nextInt(NEVER_SEEN_ID), word.soa(), secondary.key())
            : NotifyQuery.of(before.id(), word.soa(), secondary.key());
    word.say(query, now);
    try {
      channel.write(ByteBuffer.wrap(query.octets()));
    } catch (IOException e) {
      // Nobody listens there, or the way is closed; it is said again.
    }
  }

  /** Takes the answers that have come. */
  void hear(ByteBuffer buffer) {
    while (true) {
      buffer.clear();
      try {
        if (channel.read(buffer) <= 0) {
          return;
        }
      } catch (IOException e) {
        // What the system tells of an earlier word: that nobody listens.
        return;
      }
      buffer.flip();
      var message = new byte[buffer.remaining()];
      buffer.get(message);
      hear(message);
    }
  }

  private void hear(byte[] message) {
    for (var each = pending.entrySet().iterator(); each.hasNext(); ) {
      var entry = each.next();
      var said = entry.getValue().said();
      var code = said == null ? null : said.answerIn(message);
      if (code != null && code.isPresent()) {
        each.remove();
        answered(entry.getKey(), code.getAsInt());
        return;
      }
    }
  }

  /**
   * Any answer ends it (RFC 1996 §3.6). One that takes up a catalog's zones by itself may not have
   * a new one yet; it asks for it as soon as it has.
   */
  private void answered(DnsName apex, int code) {
    complained = false;
    if (code != 0) {
      log.info("The secondary {} answers code {} to word of {}", name(), code, apex);
    }
  }

  /** Once, until it answers again. */
  private void complain(DnsName apex) {
    if (!complained) {
      complained = true;
      log.warn("The secondary {} does not answer; it is not told of {} again", name(), apex);
    }
  }

  private String name() {
    var address = secondary.address();
    return address.getAddress().getHostAddress() + " port " + address.getPort();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
