package io.postern.dns.answer;

import io.postern.dns.name.NameOctets;
import io.postern.dns.zone.PackedNode;
import io.postern.dns.zone.PackedSoa;

/**
 * A response in the making, in an array that is used again and again. Names are compressed as the
 * encoder of the plain path does it (RFC 1035 §4.1.4): each name points to where it, or the longest
 * part of its end, stood first.
 *
 * <p>What would go beyond the limit is not written; {@link #isComplete} tells so at the end.
 */
final class AnswerWriter {
  /** Suffixes of names that may be pointed to; a response with more is not complete. */
  private static final int MAX_SUFFIXES = 256;

  private static final int TYPE_A = 1;
  private static final int TYPE_CNAME = 5;
  private static final int TYPE_SOA = 6;
  private static final int TYPE_AAAA = 28;

  private final NameOctets[] names = new NameOctets[MAX_SUFFIXES];
  private final int[] ancestors = new int[MAX_SUFFIXES];
  private final int[] hashes = new int[MAX_SUFFIXES];
  private final int[] places = new int[MAX_SUFFIXES];
  private int suffixes;
  private NameOctets asked = new NameOctets();

  private byte[] octets = {};
  private int at;
  private int limit;
  private int answers;
  private int authorities;
  private boolean complete;

  /**
   * Begins with the query's header and question, which are in the array already.
   *
   * @param end where the question ends
   * @param max the largest response, what is written by {@link #putOpt} not counted
   */
  void begin(byte[] response, NameOctets question, int end, int max) {
    octets = response;
    at = end;
    limit = Math.min(max, response.length - UsualQuery.OPT_LENGTH);
    answers = 0;
    authorities = 0;
    complete = true;
    asked = question;
    suffixes = 0;
  }

  /** Most answers need to know of no other name than the one asked for. */
  private void rememberQuestion() {
    for (int ancestor = 0; ancestor < asked.labels(); ancestor++) {
      remember(asked, ancestor, UsualQuery.HEADER_LENGTH + asked.start(ancestor));
    }
  }

  private void remember(NameOctets name, int ancestor, int place) {
    if (suffixes == MAX_SUFFIXES) {
      complete = false;
      return;
    }
    names[suffixes] = name;
    ancestors[suffixes] = ancestor;
    hashes[suffixes] = name.hash(ancestor);
    places[suffixes] = place;
    suffixes++;
  }

  /** Whether all that was put is there, and within the limit. */
  boolean isComplete() {
    return complete;
  }

  int answers() {
    return answers;
  }

  int authorities() {
    return authorities;
  }

  int length() {
    return at;
  }

  /** Whether there is room; names take less, never more, than they are long. */
  private boolean hasRoom(int length) {
    complete &= at + length <= limit;
    return complete;
  }

  private void putShort(int value) {
    octets[at] = (byte) (value >> 8);
    octets[at + 1] = (byte) value;
    at += 2;
  }

  private void putInt(int value) {
    putShort(value >>> 16);
    putShort(value);
  }

  private void putName(NameOctets name) {
    if (name == asked && name.labels() > 0) {
      putShort(0xc000 | UsualQuery.HEADER_LENGTH);
      return;
    }
    if (suffixes == 0) {
      rememberQuestion();
    }
    for (int ancestor = 0; ancestor < name.labels(); ancestor++) {
      var place = placeOf(name, ancestor);
      if (place != 0) {
        putShort(0xc000 | place);
        return;
      }
      remember(name, ancestor, at);
      var length = name.start(ancestor + 1) - name.start(ancestor);
      name.copyTo(name.start(ancestor), octets, at, length);
      at += length;
    }
    octets[at++] = 0;
  }

  private int placeOf(NameOctets name, int ancestor) {
    var hash = name.hash(ancestor);
    for (int i = 0; i < suffixes; i++) {
      if (hashes[i] == hash && isSame(name, ancestor, i)) {
        return places[i];
      }
    }
    return 0;
  }

  private boolean isSame(NameOctets name, int ancestor, int suffix) {
    return (names[suffix] == name && ancestors[suffix] == ancestor)
        || name.is(ancestor, names[suffix], ancestors[suffix]);
  }

  private void putHead(NameOctets owner, int type, int ttlSeconds) {
    putName(owner);
    putShort(type);
    putShort(UsualQuery.CLASS_IN);
    putInt(ttlSeconds);
  }

  /** Writes the length of the data that has been written from {@code from} on, before it. */
  private void putLengthBefore(int from) {
    var length = at - from;
    octets[from - 2] = (byte) (length >> 8);
    octets[from - 1] = (byte) length;
  }

  /** Writes a CNAME to the answers. The two names must keep what they hold until the end. */
  void putAlias(NameOctets owner, int ttlSeconds, NameOctets target) {
    if (!hasRoom(owner.length() + 10 + target.length())) {
      return;
    }
    putHead(owner, TYPE_CNAME, ttlSeconds);
    at += 2;
    var from = at;
    putName(target);
    putLengthBefore(from);
    answers++;
  }

  /**
   * Writes a set whose data has no names to compress to the answers. Several addresses are rotated
   * by the id of the query.
   */
  void putSet(NameOctets owner, PackedNode node, int set, int type, int id) {
    var records = node.records(set);
    if (!hasRoom(records * (owner.length() + 10) + node.lengthOfRecords(set))) {
      // Names may turn out shorter than that; whether it all fits is for the plain path to say.
      return;
    }
    var first = type == TYPE_A || type == TYPE_AAAA ? id % records : 0;
    var start = node.firstRecord(set);
    var from = start;
    for (int i = 0; i < first; i++) {
      from += 2 + node.recordLength(from);
    }
    var record = from;
    for (int i = 0; i < records; i++) {
      if (first + i == records) {
        record = start;
      }
      putHead(owner, type, node.ttlSeconds(set));
      var length = 2 + node.recordLength(record);
      System.arraycopy(node.octets(), record, octets, at, length);
      at += length;
      record += length;
    }
    answers += records;
  }

  /** Writes the SOA of a denial to the authority section. */
  void putDenial(PackedSoa soa) {
    var names = soa.owner().length() + soa.mname().length() + soa.rname().length();
    if (!hasRoom(names + 10 + soa.timersLength())) {
      return;
    }
    putHead(soa.owner(), TYPE_SOA, soa.ttlSeconds());
    at += 2;
    var from = at;
    putName(soa.mname());
    putName(soa.rname());
    soa.copyTimers(octets, at);
    at += soa.timersLength();
    putLengthBefore(from);
    authorities++;
  }

  /** Writes an OPT record (RFC 6891 §6.1.2) behind all else. */
  void putOpt(int udpSize, boolean dnssecOk) {
    octets[at++] = 0;
    putShort(UsualQuery.TYPE_OPT);
    putShort(udpSize);
    putShort(0);
    putShort(dnssecOk ? 0x8000 : 0);
    putShort(0);
  }
}
