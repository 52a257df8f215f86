package io.postern.dns.transport;

import io.postern.dns.forward.ForwardCounts;
import io.postern.dns.lookup.Rcode;
import java.util.EnumMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** The counters behind {@link DnsCounts}; adding to them takes no lock. */
final class DnsCounters {
  private static final int MAX_CODE = Rcode.BADCOOKIE.code();

  final LongAdder dropped = new LongAdder();
  final LongAdder truncated = new LongAdder();
  final LongAdder leftOut = new LongAdder();
  final LongAdder cut = new LongAdder();
  final LongAdder internalErrors = new LongAdder();
  final LongAdder tcpConnections = new LongAdder();
  final LongAdder tcpConnectionsRefused = new LongAdder();
  final LongAdder tcpConnectionsEvicted = new LongAdder();
  final LongAdder handshakesFailed = new LongAdder();
  private final LongAdder udpQueries = new LongAdder();
  private final LongAdder tcpQueries = new LongAdder();
  private final LongAdder tlsQueries = new LongAdder();
  private final LongAdder httpsQueries = new LongAdder();
  private final LongAdder[] responses =
      Stream.generate(LongAdder::new).limit(MAX_CODE + 1).toArray(LongAdder[]::new);

  LongAdder queries(Transport transport) {
    return switch (transport) {
      case UDP -> udpQueries;
      case TCP -> tcpQueries;
      case TLS -> tlsQueries;
      case HTTPS -> httpsQueries;
    };
  }

  LongAdder responses(Rcode rcode) {
    return responses[rcode.code()];
  }

  DnsCounts read(ForwardCounts upstream) {
    var byCode = new EnumMap<Rcode, Long>(Rcode.class);
    for (var rcode : Rcode.values()) {
      byCode.put(rcode, responses(rcode).sum());
    }
    return new DnsCounts(
        udpQueries.sum(),
        tcpQueries.sum(),
        tlsQueries.sum(),
        httpsQueries.sum(),
        byCode,
        dropped.sum(),
        truncated.sum(),
        leftOut.sum(),
        cut.sum(),
        internalErrors.sum(),
        tcpConnections.sum(),
        tcpConnectionsRefused.sum(),
        tcpConnectionsEvicted.sum(),
        handshakesFailed.sum(),
        upstream);
  }
}
