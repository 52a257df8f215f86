package io.postern.dns.scenario;

import io.postern.dns.testing.PlainServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/** The zones that the tests of plain serving ask. */
final class PlainZone {
  static final String SOA =
      "example.org. 60 SOA ns1.example.org. hostmaster.example.org. 4294967290 7200 3600 1209600"
          + " 60";

  private static final String EXAMPLE =
      """
      $TTL 300
      @             SOA   ns1 hostmaster 4294967290 2h 1h 2w 60
                    NS    ns1
                    NS    ns.elsewhere.net.
                    MX    10 mail
                    MX    20 mail.elsewhere.net.
      ns1           A     192.0.2.1
                    AAAA  2001:db8::1
      mail          A     192.0.2.25
      _sip._tcp     SRV   1 2 5060 mail
      www           CNAME web
      web           A     192.0.2.80
                    A     192.0.2.81
                    TXT   "two words" "strings with \\"quotes\\" and \\228"
      out           CNAME www.example.com.
      outside       CNAME www.elsewhere.net.
      lost          CNAME nothing
      ring          CNAME rung
      rung          CNAME ring
      a.b.c         A     192.0.2.3
      *.wild        A     192.0.2.42
                    MX    5 mail
      *.wild        300 TXT "*"
      host.wild     A     192.0.2.43
      deep.ent.wild A     192.0.2.44
      *.alias       CNAME web
      odd           TYPE65280 \\# 4 0a000001
      key           SSHFP 1 1 dd465c09cfa51fb45020cc83316fff21b9ec74ac

      sub           NS    ns.sub
                    NS    ns2.other
                    NS    ns.elsewhere.net.
                    DS    12345 8 1 da39a3ee5e6b4b0d3255bfef95601890afd80709
      ns.sub        A     192.0.2.53
                    AAAA  2001:db8::53
      hidden.sub    A     192.0.2.54
      *.sub         A     192.0.2.55
      other         NS    ns2.other
      ns2.other     A     192.0.2.56
      tosub         CNAME www.sub

      moved    60   DNAME example.com.
                    TXT   "the owner is not moved"
      within        DNAME target
      x.target      A     192.0.2.90
      spiral        DNAME spiral.spiral
      $ORIGIN long.example.org.
      d DNAME aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.net.
      """;

  private static final String COM =
      """
      $TTL 300
      @    SOA   ns hostmaster 1 7200 3600 1209600 60
           NS    ns
      ns   A     198.51.100.1
      www  A     198.51.100.80
      sub  NS    ns.sub
           DS    4711 8 1 da39a3ee5e6b4b0d3255bfef95601890afd80709
      ns.sub A   198.51.100.53
      """;

  private static final String CHILD =
      """
      $TTL 300
      @    SOA   ns hostmaster 9 7200 3600 1209600 60
           NS    ns
      ns   A     198.51.100.53
      www  A     198.51.100.99
      """;

  private PlainZone() {}

  /**
   * A server of {@code example.org}, {@code example.com}, and its child {@code sub.example.com}.
   */
  static PlainServer serve(Path folder) throws IOException {
    var zones = new LinkedHashMap<String, String>();
    zones.put("example.org", EXAMPLE);
    zones.put("example.com", COM);
    zones.put("sub.example.com", CHILD);
    return PlainServer.start(folder, zones);
  }
}
