package io.postern.dns.codec;

import io.postern.dns.lookup.Rcode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.TextParseException;

/** The keys of a server, which tell who signed a query (RFC 8945). Thread-safe. */
public final class TsigKeys {
  private static final Signed NOT_SIGNED = new Signed.Not();
  private static final int SHORTEST_SIGNATURE = 10;

  private final Map<Name, Held> keys = new HashMap<>();

  private record Held(TsigKey key, Name algorithm, TSIG tsig) {}

  /**
   * @throws IllegalArgumentException if a key's name is no domain name, or two have the same
   */
  public TsigKeys(List<TsigKey> keys) {
    for (var key : keys) {
      var name = name(key);
      var algorithm = key.algorithm().wireName();
      var held = new Held(key, algorithm, new TSIG(algorithm, name, key.secret()));
      if (this.keys.put(name, held) != null) {
        throw new IllegalArgumentException("there are two keys called \"" + key.name() + "\"");
      }
    }
  }

  private static Name name(TsigKey key) {
    try {
      return Name.fromString(key.name(), Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("\"" + key.name() + "\" is no name of a key", e);
    }
  }

  /** Checks the signature of a query; never throws for what is in it. */
  public Signed check(QueryHead head, ByteBuffer message) {
    if (!head.isSigned()) {
      return NOT_SIGNED;
    }
    var octets = new byte[message.remaining()];
    message.duplicate().get(octets);
    try {
      var query = new Message(octets);
      var signature = query.getTSIG();
      return signature == null ? malformed() : check(query, signature, octets);
    } catch (IOException | RuntimeException e) {
      // dnsjava reports some malformed record data by unchecked exceptions.
      return malformed();
    }
  }

  private static Signed malformed() {
    return new Signed.Refused(Rcode.FORMERR, Seal.NONE);
  }

  private Signed check(Message query, TSIGRecord signature, byte[] octets) {
    var held = keys.get(signature.getName());
    if (held == null || !held.algorithm.equals(signature.getAlgorithm())) {
      return refused(new Seal(null, signature, org.xbill.DNS.Rcode.BADKEY));
    }
    var whole = held.key.algorithm().length();
    var length = signature.getSignature().length;
    if (length > whole || length < Math.max(SHORTEST_SIGNATURE, whole / 2)) {
      return malformed(); // RFC 8945 §5.2.2.1
    }
    // What was signed has the id that the query had at first (RFC 8945 §4.2).
    query.getHeader().setID(signature.getOriginalID());
    var error = held.tsig.verify(query, octets, null);
    if (error == org.xbill.DNS.Rcode.NOERROR && length < whole) {
      error = org.xbill.DNS.Rcode.BADTRUNC;
    }
    if (error != org.xbill.DNS.Rcode.NOERROR) {
      var unsigned = error == org.xbill.DNS.Rcode.BADSIG;
      return refused(new Seal(unsigned ? null : held.tsig, signature, error));
    }
    return new Signed.By(held.key, new Seal(held.tsig, signature, error));
  }

  private static Signed refused(Seal seal) {
    return new Signed.Refused(Rcode.NOTAUTH, seal);
  }
}
