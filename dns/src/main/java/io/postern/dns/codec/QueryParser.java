package io.postern.dns.codec;

import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.name.DnsName;
import io.postern.dns.name.InvalidNameException;
import io.postern.dns.zone.RecordType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query. Every message gets a verdict; none makes it throw.
 *
 * <p>The question's name is the first name of a message, so there is nothing a compression pointer
 * in it could point to; elsewhere pointers are stepped over and never followed. No input can make
 * the parser loop.
 */
public final class QueryParser {
  private static final int SOA_NUMBERS = 5 * Integer.BYTES;

  private final ByteBuffer message;
  private final int id;
  private final int flags;
  private byte[] questionSection = {};
  private @Nullable Edns edns;
  private boolean signed;
  private @Nullable Integer serial;

  private QueryParser(ByteBuffer message) {
    this.message = message;
    this.id = message.getShort() & 0xffff;
    this.flags = message.getShort() & 0xffff;
  }

  /** Reads the message between the buffer's position and limit. */
  public static Received parse(ByteBuffer buffer) {
    var message = buffer.slice();
    if (message.remaining() < Header.LENGTH) {
      return new Received.Ignored();
    }
    var parser = new QueryParser(message);
    if ((parser.flags & Header.QR) != 0) {
      return new Received.Ignored();
    }
    try {
      return parser.parse();
    } catch (FormatException | BufferUnderflowException | InvalidNameException e) {
      parser.signed = false;
      return parser.refused(Rcode.FORMERR);
    }
  }

  private Received refused(Rcode rcode) {
    return new Received.Refused(head(), rcode);
  }

  private QueryHead head() {
    return new QueryHead(id, flags, questionSection, edns, signed);
  }

  private Received parse() throws FormatException {
    switch ((flags & Header.OPCODE_MASK) >> Header.OPCODE_SHIFT) {
      case Header.OPCODE_QUERY -> {}
      // Zones change through the control plane only, and no other server is primary for them.
      case Header.OPCODE_NOTIFY, Header.OPCODE_UPDATE -> {
        return refused(Rcode.REFUSED);
      }
      default -> {
        return refused(Rcode.NOTIMP);
      }
    }
    var questions = count();
    var answers = count();
    var records = answers + count();
    var additional = count();
    if (questions == 0) {
      return withoutQuestion(answers, records, additional);
    }
    if (questions != 1) {
      throw new FormatException(); // RFC 9619
    }
    var name = DnsName.read(message);
    var type = message.getShort() & 0xffff;
    var dnsClass = message.getShort() & 0xffff;
    questionSection = new byte[message.position() - Header.LENGTH];
    message.get(Header.LENGTH, questionSection);
    readRecords(answers, records, additional);
    return verdict(name, type, dnsClass);
  }

  /** Only a client that wants a cookie may ask nothing (RFC 7873 §5.4). */
  private Received withoutQuestion(int answers, int records, int additional)
      throws FormatException {
    readRecords(answers, records, additional);
    if (edns == null || edns.cookie() == null) {
      throw new FormatException();
    }
    return new Received.CookieQuery(head());
  }

  private int count() {
    return message.getShort() & 0xffff;
  }

  private Received verdict(DnsName name, int type, int dnsClass) {
    if (edns != null && edns.version() > 0) {
      return refused(Rcode.BADVERS);
    }
    if (type == Header.TYPE_OPT) {
      return refused(Rcode.FORMERR);
    }
    if (dnsClass != Header.CLASS_IN) {
      return refused(Rcode.REFUSED);
    }
    return switch (type) {
      case Header.TYPE_AXFR -> new Received.Transfer(head(), name, null);
      // What the secondary has stands in the authority section (RFC 1995 §3).
      case Header.TYPE_IXFR ->
          serial == null ? refused(Rcode.FORMERR) : new Received.Transfer(head(), name, serial);
      case Header.TYPE_TKEY, Header.TYPE_TSIG, Header.TYPE_MAILA, Header.TYPE_MAILB ->
          refused(Rcode.NOTIMP);
      default -> new Received.Query(head(), new Question(name, new RecordType(type)));
    };
  }

  /** Steps over the records behind the question and takes what the OPT record says. */
  private void readRecords(int answers, int beforeAdditional, int additional)
      throws FormatException {
    for (int i = 0; i < beforeAdditional + additional; i++) {
      var root = skipName();
      var type = message.getShort() & 0xffff;
      var dnsClass = message.getShort() & 0xffff;
      var ttl = message.getInt();
      var data = message.getShort() & 0xffff;
      if (data > message.remaining()) {
        throw new FormatException();
      }
      if (signed) {
        throw new FormatException(); // A signature is the last record (RFC 8945 §5.1).
      }
      var end = message.position() + data;
      if (type == Header.TYPE_SOA && i >= answers && i < beforeAdditional) {
        serial = serial(end, data);
      }
      signed = type == Header.TYPE_TSIG && i >= beforeAdditional;
      if (type == Header.TYPE_OPT) {
        // One at most, at the root, in the additional section (RFC 6891 §6.1.1).
        if (edns != null || !root || i < beforeAdditional) {
          throw new FormatException();
        }
        var version = (ttl >> 16) & 0xff;
        // What another version's options mean is not known here.
        var options = version == 0 ? EdnsOptions.read(message, end) : EdnsOptions.NONE;
        edns = new Edns(dnsClass, version, (ttl & Header.EDNS_DO) != 0, options);
      }
      message.position(end);
    }
    if (message.hasRemaining()) {
      throw new FormatException();
    }
  }

  /** The serial of an SOA: the first of five numbers behind two names, whatever these are. */
  private int serial(int end, int length) throws FormatException {
    if (length < SOA_NUMBERS + 2) {
      throw new FormatException();
    }
    return message.getInt(end - SOA_NUMBERS);
  }

  /** Steps over a name, which may end in a pointer; true for the root. */
  private boolean skipName() throws FormatException {
    var start = message.position();
    while (true) {
      var length = message.get() & 0xff;
      if (length == 0) {
        return message.position() == start + 1;
      }
      if (length >= 0xc0) {
        message.get();
        return false;
      }
      if (length > DnsName.MAX_LABEL_LENGTH || length > message.remaining()) {
        throw new FormatException();
      }
      message.position(message.position() + length);
    }
  }
}
