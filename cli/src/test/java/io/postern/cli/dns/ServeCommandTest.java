package io.postern.cli.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.testing.OwnCertificate;
import io.postern.cli.testing.Shell;
import io.postern.dns.codec.MessageText;
import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.lookup.Question;
import io.postern.dns.name.DnsName;
import io.postern.dns.zone.RecordType;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zone files served by themselves. */
class ServeCommandTest {
  private static final String ZONE =
      """
      $TTL 60
      @   SOA ns host 1 2 3 4 5
          NS  ns
      ns  A   192.0.2.1
      www A   192.0.2.80
      """;
  private static final Pattern READY =
      Pattern.compile(
          "postern is ready: DNS on 127\\.0\\.0\\.1:(\\d+), 127\\.0\\.0\\.2:(\\d+),"
              + " 127\\.0\\.0\\.1:(\\d+), 127\\.0\\.0\\.1:(\\d+), 2 zones with 8"
              + " records; started in [0-9.]+ s\\.");
  private static final RecordType AXFR = new RecordType(252);
  private static final int PATIENCE_SECONDS = 60;

  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void sit() {
    shell = new Shell(folder);
  }

  private String zone(String name, String text) throws IOException {
    return name + "=" + Files.writeString(folder.resolve(name), text);
  }

  private String serve(String... options) {
    var args = new String[options.length + 2];
    args[0] = "dns";
    args[1] = "serve";
    System.arraycopy(options, 0, args, 2, options.length);
    return shell.run(args).text();
  }

  @Test
  void aServerSaysWhereItAnswersAndEndsWithASignal() throws Exception {
    var own = OwnCertificate.in(folder);
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.postern.cli.Postern",
                "dns",
                "serve",
                "--zone",
                zone("example.org", ZONE),
                "--zone",
                zone("example.com", ZONE),
                "--listen",
                "127.0.0.1:0",
                "--listen",
                "127.0.0.2:0",
                "--threads",
                "1",
                "--tls",
                "127.0.0.1:0",
                "--https",
                "127.0.0.1:0",
                "--certificate",
                own.certificate().toString(),
                "--key",
                own.key().toString(),
                "--client-ca",
                own.certificate().toString(),
                "--allow-transfer",
                "127.0.0.1/32",
                "--allow-transfer",
                "hmac-sha256:secondary.key:" + secret("c2VjcmV0"))
            .redirectError(folder.resolve("errors").toFile())
            .start();
    try (var printed = process.inputReader(StandardCharsets.UTF_8)) {
      var ready = READY.matcher(firstLine(printed));
      assertTrue(ready.matches(), () -> Files.exists(folder.resolve("errors")) ? errors() : "");
      var one = new InetSocketAddress(literal("127.0.0.1"), Integer.parseInt(ready.group(1)));
      var two = new InetSocketAddress(literal("127.0.0.2"), Integer.parseInt(ready.group(2)));
      assertEquals(List.of("192.0.2.80"), addresses(one, "www.example.org"));
      assertEquals(List.of("192.0.2.80"), addresses(two, "www.example.com"));
      assertEquals(List.of("192.0.2.80"), overTls(own, Integer.parseInt(ready.group(3))));
      assertEquals(List.of("192.0.2.80"), overHttps(own, Integer.parseInt(ready.group(4))));
      assertEquals(5, transferred(one, "example.org").size());
      process.destroy();
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it goes on");
      assertEquals(0, process.exitValue());
      assertEquals("postern: stopped\n", errors());
    } finally {
      process.destroyForcibly();
    }
  }

  private String secret(String text) throws IOException {
    return Files.writeString(folder.resolve("secret"), text).toString();
  }

  /** The records of a zone as a secondary gets them; the SOA at both ends. */
  private static List<MessageText.RecordText> transferred(InetSocketAddress server, String zone)
      throws IOException {
    var query = QueryEncoder.encode(7, new Question(DnsName.parse(zone), AXFR), false);
    try (var socket = new Socket(server.getAddress(), server.getPort())) {
      socket.setSoTimeout((int) Duration.ofSeconds(PATIENCE_SECONDS).toMillis());
      var out = new DataOutputStream(socket.getOutputStream());
      out.writeShort(query.length);
      out.write(query);
      var in = new DataInputStream(socket.getInputStream());
      return MessageText.read(in.readNBytes(in.readUnsignedShort())).answers();
    }
  }

  private static String firstLine(BufferedReader printed) throws IOException {
    var line = printed.readLine();
    return line == null ? "" : line;
  }

  private String errors() {
    try {
      return Files.readString(folder.resolve("errors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetAddress literal(String address) {
    return InetAddress.ofLiteral(address);
  }

  private static byte[] query() {
    var question = new Question(DnsName.parse("www.example.org"), RecordType.A);
    return QueryEncoder.encode(7, question, false);
  }

  private static List<String> overTls(OwnCertificate own, int port) throws IOException {
    try (var socket = own.context().getSocketFactory().createSocket(literal("127.0.0.1"), port)) {
      var out = new DataOutputStream(socket.getOutputStream());
      out.writeShort(query().length);
      out.write(query());
      var in = new DataInputStream(socket.getInputStream());
      var octets = new byte[in.readUnsignedShort()];
      in.readFully(octets);
      return addresses(octets);
    }
  }

  private static List<String> overHttps(OwnCertificate own, int port) throws Exception {
    try (var http = HttpClient.newBuilder().sslContext(own.context()).build()) {
      var text = Base64.getUrlEncoder().withoutPadding().encodeToString(query());
      var uri = URI.create("https://127.0.0.1:" + port + "/dns-query?dns=" + text);
      var response = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
      return addresses(response.body());
    }
  }

  private static List<String> addresses(byte[] response) {
    return MessageText.read(response).answers().stream().map(each -> each.rdata()).toList();
  }

  private static List<String> addresses(InetSocketAddress server, String name) throws IOException {
    var question = new Question(DnsName.parse(name), RecordType.A);
    var query = QueryEncoder.encode(7, question, false);
    try (var socket = new DatagramSocket(new InetSocketAddress(literal("127.0.0.1"), 0))) {
      socket.setSoTimeout((int) Duration.ofSeconds(PATIENCE_SECONDS).toMillis());
      socket.send(new DatagramPacket(query, query.length, server));
      var response = new DatagramPacket(new byte[4096], 4096);
      socket.receive(response);
      var octets = Arrays.copyOf(response.getData(), response.getLength());
      return addresses(octets);
    }
  }

  @Test
  void everyErrorOfEveryFileIsToldAndNothingIsServed() throws IOException {
    var bad = zone("example.org", ZONE + "a A x\n  CNAME b\nb BOGUS\n");
    var worse = zone("example.com", "a 60 A 10.0.0.1\n");
    var file = folder.resolve("example.org");
    assertEquals(
        file
            + ":6: 'x' is no IPv4 address\n"
            + file
            + ":8: 'BOGUS' is no record type\n"
            + folder.resolve("example.com")
            + ":1: there is no SOA of example.com in the file\n"
            + "postern: nothing is served: what is wrong with example.org, example.com stands"
            + " above, or its first 20 errors\n"
            + "exit code 2\n",
        serve("--zone", bad, "--zone", worse));
  }

  @Test
  void aZoneIsNamedOnce() throws IOException {
    assertEquals(
        "postern: --zone: the zone example.org is named twice\nexit code 2\n",
        serve("--zone", zone("example.org", ZONE), "--zone", "EXAMPLE.org.=x"));
  }

  @Test
  void argumentsThatMeanNothingAreRefused() {
    assertEquals(
        "postern: --zone: 'example.org' is not NAME=FILE\nexit code 2\n",
        serve("--zone", "example.org"));
    assertEquals(
        "postern: --zone: \"a..b\" has an empty label at character 3\nexit code 2\n",
        serve("--zone", "a..b=x"));
    assertEquals(
        "postern: --zone: " + folder.resolve("gone") + " is not there\nexit code 2\n",
        serve("--zone", "example.org=" + folder.resolve("gone")));
    assertEquals(
        "postern: name a zone with --zone, or servers with --control-plane\nexit code 2\n",
        serve());
    assertEquals(
        "postern: --control-plane takes --state\nexit code 2\n",
        serve("--control-plane", "127.0.0.1:1"));
    assertEquals(
        "postern: --zone and --control-plane exclude each other\nexit code 2\n",
        serve("--control-plane", "127.0.0.1:1", "--zone", "example.org=x"));
    assertEquals(
        "postern: --state, --node, --network and --dns-for take --control-plane\nexit code 2\n",
        serve("--zone", "example.org=x", "--node", "a"));
    assertEquals(
        "postern: --node: '-' is not 1 to 63 letters, digits, hyphens and dots\nexit code 2\n",
        serve("--control-plane", "127.0.0.1:1", "--state", "s", "--node=-"));
    assertEquals(
        "postern: --threads: 0 is not in 1..256\nexit code 2\n",
        serve("--zone", "example.org=x", "--threads", "0"));
    assertTrue(serve("--zone", "example.org=x", "--listen", "nowhere").endsWith("exit code 2\n"));
    assertEquals(
        "postern: --tls and --https take both --certificate and --key\nexit code 2\n",
        serve("--zone", "example.org=x", "--tls", "127.0.0.1:0", "--certificate", "a.pem"));
    assertEquals(
        "postern: --certificate takes --tls or --https\nexit code 2\n",
        serve("--zone", "example.org=x", "--certificate", "a.pem", "--key", "b.pem"));
  }

  private String allow(String who) {
    return serve("--zone", "example.org=x", "--allow-transfer", who);
  }

  @Test
  void whoMayTransferIsAPrefixOrAKeyWithItsFile() throws IOException {
    var start = "postern: --allow-transfer: '";
    assertEquals(
        start
            + "everybody' is neither a prefix such as 192.0.2.0/24 nor a key such as"
            + " hmac-sha256:NAME:FILE\nexit code 2\n",
        allow("everybody"));
    assertEquals(
        start + "hmac-sha256:key' is not ALGORITHM:NAME:FILE\nexit code 2\n",
        allow("hmac-sha256:key"));
    assertEquals(
        start + "hmac-md5' is none of hmac-sha256, hmac-sha384, hmac-sha512\nexit code 2\n",
        allow("hmac-md5:key:file"));
    assertEquals(
        start + folder.resolve("gone") + "' cannot be read\nexit code 2\n",
        allow("hmac-sha256:key:" + folder.resolve("gone")));
    assertEquals(
        start
            + secret("%")
            + "' is not a secret in Base64; make one with 'openssl rand -base64 32'\n"
            + "exit code 2\n",
        allow("hmac-sha256:key:" + folder.resolve("secret")));
  }

  @Test
  void anAddressThatIsTakenIsNamed() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = "127.0.0.1:" + taken.getLocalPort();
      assertEquals(
          "postern: cannot listen on " + address + ": Address already in use\nexit code 8\n",
          serve("--zone", zone("example.org", ZONE), "--listen", address));
    }
  }

  @Test
  void aCertificateThatCannotBeUsedIsNamed() throws IOException {
    var gone = folder.resolve("gone.pem").toString();
    assertEquals(
        "postern: the certificate " + gone + " is not there\nexit code 2\n",
        serve(
            "--zone",
            zone("example.org", ZONE),
            "--tls",
            "127.0.0.1:0",
            "--certificate",
            gone,
            "--key",
            gone));
  }

  @Test
  void whatIsOddIsAWarning() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = "127.0.0.1:" + taken.getLocalPort();
      var odd = zone("example.org", ZONE + "sub NS ns.sub\n");
      assertTrue(
          serve("--zone", odd, "--listen", address)
              .startsWith(
                  folder.resolve("example.org")
                      + ":6: warning: the name server ns.sub.example.org has no glue\n"));
    }
  }
}
