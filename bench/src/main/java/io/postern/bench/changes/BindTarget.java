package io.postern.bench.changes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** BIND, changed as {@code nsupdate} does it (RFC 2136). */
record BindTarget(PeerProcess process, SimpleResolver updates, Name zone) implements ChangedServer {
  static BindTarget start(Path folder, int names) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = PeerProcess.freePort();
    var configuration =
        """
        options {
          directory "%1$s"; pid-file "%1$s/named.pid"; session-keyfile "%1$s/session.key";
          listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
          recursion no; minimal-responses yes; notify no; dnssec-validation no;
        };
        logging { category default { null; }; };
        controls { };
        zone "%3$s" { type primary; file "%4$s"; allow-update { 127.0.0.1; }; check-names ignore; };
        """
            .formatted(folder, port, ZONE, PeerProcess.zone(folder, names));
    var file = Files.writeString(folder.resolve("named.conf"), configuration);
    var process =
        PeerProcess.start(
            folder, port, names, "/usr/sbin/named", "-f", "-n", "1", "-c", file.toString());
    var updates = new SimpleResolver(process.dns());
    // Where queries fill the socket a datagram gets lost.
    updates.setTCP(true);
    return new BindTarget(process, updates, Name.fromString(ZONE + "."));
  }

  @Override
  public String name() {
    return "BIND";
  }

  @Override
  public InetSocketAddress dns() {
    return process.dns();
  }

  @Override
  public void change(String label, InetAddress address) throws IOException {
    var update = new Update(zone);
    var owner = Name.fromString(label, zone);
    update.replace(new ARecord(owner, DClass.IN, 300, address));
    Message response = updates.send(update);
    if (response.getRcode() != Rcode.NOERROR) {
      throw new IOException(
          "BIND refused the update of " + Type.string(Type.A) + ": " + response.getRcode());
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
