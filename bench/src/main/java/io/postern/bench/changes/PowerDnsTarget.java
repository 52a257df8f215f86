package io.postern.bench.changes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** PowerDNS with its LMDB backend, changed by its HTTP API; its caches are off. */
record PowerDnsTarget(PeerProcess process, HttpClient client, URI zone) implements ChangedServer {
  private static final String KEY = "measured";

  static PowerDnsTarget start(Path folder, int names) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = PeerProcess.freePort();
    int api = PeerProcess.freePort();
    var configuration =
        """
        launch=lmdb
        lmdb-filename=%1$s/pdns.lmdb
        local-address=127.0.0.1
        local-port=%2$d
        receiver-threads=1
        cache-ttl=0
        query-cache-ttl=0
        negquery-cache-ttl=0
        zone-cache-refresh-interval=0
        socket-dir=%1$s
        daemon=no
        guardian=no
        setuid=0
        setgid=0
        loglevel=3
        security-poll-suffix=
        api=yes
        api-key=%4$s
        webserver=yes
        webserver-address=127.0.0.1
        webserver-port=%3$d
        """
            .formatted(folder, port, api, KEY);
    Files.writeString(folder.resolve("pdns.conf"), configuration);
    load(folder, names);
    var process =
        PeerProcess.start(folder, port, names, "/usr/sbin/pdns_server", "--config-dir=" + folder);
    return new PowerDnsTarget(
        process,
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
        URI.create("http://127.0.0.1:" + api + "/api/v1/servers/localhost/zones/" + ZONE + "."));
  }

  private static void load(Path folder, int names) throws IOException, InterruptedException {
    var loading =
        new ProcessBuilder(
                "pdnsutil",
                "--config-dir=" + folder,
                "load-zone",
                ZONE,
                PeerProcess.zone(folder, names).toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("loading").toFile())
            .start();
    if (loading.waitFor() != 0) {
      throw new IOException(
          "pdnsutil could not load the zone: " + Files.readString(folder.resolve("loading")));
    }
  }

  @Override
  public String name() {
    return "PowerDNS";
  }

  @Override
  public InetSocketAddress dns() {
    return process.dns();
  }

  @Override
  public void change(String label, InetAddress address) throws IOException, InterruptedException {
    var body =
        """
        {"rrsets": [{"name": "%s.%s.", "type": "A", "ttl": 300, "changetype": "REPLACE",
                     "records": [{"content": "%s", "disabled": false}]}]}
        """
            .formatted(label, ZONE, address.getHostAddress());
    var request =
        HttpRequest.newBuilder(zone)
            .header("X-API-Key", KEY)
            .method("PATCH", BodyPublishers.ofString(body))
            .build();
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 204) {
      throw new IOException("PowerDNS refused the change: " + response.body());
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    process.close();
  }
}
