package io.postern.dns.transport;

import io.postern.dns.forward.ForwardCounts;
import io.postern.dns.lookup.Rcode;
import java.util.Map;

/**
 * What a server has done since start.
 *
 * @param udpQueries messages received over UDP, whatever became of them
 * @param tlsQueries the same over TLS
 * @param httpsQueries the same over HTTPS; a request that has no query in it does not count
 * @param responses responses sent, by code
 * @param dropped messages that got no answer
 * @param truncated responses marked TC because they did not fit
 * @param leftOut responses not sent, because their clients were over the limit of the rate
 * @param cut responses sent marked TC or BADCOOKIE in place of what they would say, for that reason
 * @param internalErrors queries answered SERVFAIL because of a fault in this server
 * @param tcpConnections connections open now, encrypted or not
 * @param tcpConnectionsRefused connections closed at once because of a limit
 * @param tcpConnectionsEvicted connections ended early to make room for others
 * @param handshakesFailed TLS connections that ended before anything could be asked
 */
public record DnsCounts(
    long udpQueries,
    long tcpQueries,
    long tlsQueries,
    long httpsQueries,
    Map<Rcode, Long> responses,
    long dropped,
    long truncated,
    long leftOut,
    long cut,
    long internalErrors,
    long tcpConnections,
    long tcpConnectionsRefused,
    long tcpConnectionsEvicted,
    long handshakesFailed,
    ForwardCounts upstream) {
  public DnsCounts {
    responses = Map.copyOf(responses);
  }
}
