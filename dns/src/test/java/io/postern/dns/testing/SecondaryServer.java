package io.postern.dns.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * A real Knot DNS, NSD or BIND that has its zones from another server, on a port of its own: it is
 * configured as docs/secondaries.md says.
 */
public final class SecondaryServer implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Process process;
  private final InetSocketAddress address;

  private SecondaryServer(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /** An address for a server that is started later, and can be told of changes before. */
  public static InetSocketAddress freeAddress() throws IOException {
    return FreePort.find();
  }

  /**
   * The server that the zones come from.
   *
   * @param key the name of the key, of HMAC-SHA256
   * @param secret in Base64
   */
  public record Primary(InetSocketAddress address, String key, String secret) {
    private String host() {
      return address.getAddress().getHostAddress();
    }
  }

  /** Starts Knot, which takes up and drops the zones that a catalog lists. */
  public static SecondaryServer knot(
      Path folder, InetSocketAddress address, Primary primary, String catalog) throws IOException {
    Files.createDirectories(folder);
    var configuration =
        """
        server:
          rundir: "%1$s"
          listen: 127.0.0.1@%2$d
          udp-workers: 1
          tcp-workers: 1
          background-workers: 2
        log:
        - target: stdout
          any: info
        database:
          storage: "%1$s"
        key:
        - id: %3$s
          algorithm: hmac-sha256
          secret: %4$s
        remote:
        - id: postern
          address: %5$s@%6$d
          key: %3$s
        acl:
        - id: word-of-postern
          address: %5$s
          key: %3$s
          action: notify
        template:
        - id: default
          storage: "%1$s"
        - id: member
          storage: "%1$s"
          master: postern
          acl: word-of-postern
        zone:
        - domain: %7$s
          master: postern
          acl: word-of-postern
          catalog-role: interpret
          catalog-template: member
        """
            .formatted(
                folder,
                address.getPort(),
                primary.key(),
                primary.secret(),
                primary.host(),
                primary.address().getPort(),
                catalog);
    var file = Files.writeString(folder.resolve("knot.conf"), configuration);
    var process = Program.server("knotd", List.of("-c", file.toString()), "server started");
    return new SecondaryServer(process, address);
  }

  /** Starts NSD with zones that it is told by its configuration. */
  public static SecondaryServer nsd(
      Path folder, InetSocketAddress address, Primary primary, List<String> zones)
      throws IOException {
    Files.createDirectories(folder);
    var configuration =
        new StringBuilder(
            """
            server:
              ip-address: 127.0.0.1
              port: %2$d
              server-count: 1
              username: ""
              zonesdir: "%1$s"
              database: ""
              pidfile: "%1$s/nsd.pid"
              xfrdfile: "%1$s/xfrd.state"
              zonelistfile: "%1$s/zone.list"
              xfrdir: "%1$s"
              xfrd-reload-timeout: 0
              verbosity: 1
            remote-control:
              control-enable: no
            key:
              name: "%3$s"
              algorithm: hmac-sha256
              secret: "%4$s"
            """
                .formatted(folder, address.getPort(), primary.key(), primary.secret()));
    for (var zone : zones) {
      configuration.append(
          """
          zone:
            name: %1$s
            zonefile: %1$s.zone
            request-xfr: %2$s@%3$d %4$s
            allow-notify: %2$s %4$s
          """
              .formatted(zone, primary.host(), primary.address().getPort(), primary.key()));
    }
    var file = Files.writeString(folder.resolve("nsd.conf"), configuration.toString());
    var process = Program.server("nsd", List.of("-d", "-c", file.toString()), "nsd started");
    return new SecondaryServer(process, address);
  }

  /** Starts BIND, which takes up and drops the zones that a catalog lists. */
  public static SecondaryServer bind(
      Path folder, InetSocketAddress address, Primary primary, String catalog) throws IOException {
    Files.createDirectories(folder);
    var configuration =
        """
        options {
          directory "%1$s";
          pid-file "%1$s/named.pid";
          session-keyfile "%1$s/session.key";
          listen-on port %2$d { 127.0.0.1; };
          listen-on-v6 { none; };
          recursion no;
          notify no;
          dnssec-validation no;
          zero-no-soa-ttl no;
          catalog-zones {
            zone "%7$s"
              default-primaries { %5$s port %6$d key "%3$s"; }
              in-memory yes
              min-update-interval 0;
          };
        };
        controls { };
        key "%3$s" { algorithm hmac-sha256; secret "%4$s"; };
        zone "%7$s" {
          type secondary;
          primaries { %5$s port %6$d key "%3$s"; };
          file "catalog";
        };
        """
            .formatted(
                folder,
                address.getPort(),
                primary.key(),
                primary.secret(),
                primary.host(),
                primary.address().getPort(),
                catalog);
    var file = Files.writeString(folder.resolve("named.conf"), configuration);
    var arguments = List.of("-g", "-n", "1", "-c", file.toString());
    return new SecondaryServer(Program.server("named", arguments, "all zones loaded"), address);
  }

  public InetSocketAddress address() {
    return address;
  }

  /** Asks over UDP, without recursion. */
  public Sections ask(String name, String type) {
    return Sections.of(DnsClient.of(address).udp(name, type));
  }

  /** Returns once it has a zone at a serial or a later one. */
  public void awaitSerial(String zone, long serial) {
    await(
        zone + " at serial " + serial,
        () -> {
          var answers = DnsClient.of(address).udp(zone, "SOA").getSection(Section.ANSWER);
          return !answers.isEmpty()
              && answers.getFirst() instanceof SOARecord soa
              && soa.getSerial() >= serial;
        });
  }

  /** Returns once it does not serve a zone any more. */
  public void awaitWithout(String zone) {
    await("none of " + zone, () -> ask(zone, "SOA").head().startsWith("REFUSED"));
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(String what, Condition condition) {
    long begun = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - begun > PATIENCE_NANOS)
        throw new AssertionError(what + " did not come about");
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Override
  public void close() {
    Program.stop(process);
  }
}
