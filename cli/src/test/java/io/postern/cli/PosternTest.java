package io.postern.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.testing.Golden;
import io.postern.cli.testing.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person can get wrong before anything is sent. */
class PosternTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "lst | 'lst' means nothing here; did you mean 'list'?",
        "frobnicate | 'frobnicate' means nothing here; see 'postern --help'",
        "get | Missing required parameters: 'NOUN', 'NAME'; see 'postern get --help'",
        "get endpont x | 'endpont' is not a kind of resource; did you mean 'endpoint'?",
        "list endpoint --vnt v | '--vnt' means nothing here; did you mean '--vnet'?",
        "list endpoint --limit 0 | --limit is 1 or more, not 0",
        "list endpoint --vnet v | --vnet says nothing about a private endpoint",
        "list zone --state pending | --state says nothing about a private DNS zone",
        "list connections --state panding | 'panding' is not a state of a connection; did you mean"
            + " 'Pending'?",
        "list zone -o xml | Invalid value for option '--output': 'xml' is none of table, json,"
            + " yaml; see 'postern list --help'",
        "list zone --timeout 3x | Invalid value for option '--timeout': '3x' is not a length of"
            + " time; write it like 500ms, 10s or 2m; see 'postern list --help'",
        "list zone --server nowhere | 'nowhere' is not the address of a server; write it like"
            + " 127.0.0.1:7443",
        "list zone --context lab | there is no context 'lab'; there is none",
        "list zone --as bob | --as: 'bob' is not NAME@TENANT; write it like alice@contoso",
        "list subnet -g app | a resource group is in a subscription: add --subscription",
        "get vnet a/b/c/d | 'a/b/c/d' is not the name of a virtual network, which looks like"
            + " subscriptions/{subscription}/resourceGroups/{resource_group}/providers/Microsoft.Network/virtualNetworks/{virtual_network}",
        "get zone subscriptions/s | 'subscriptions/s' is not the name of a private DNS zone, which"
            + " looks like"
            + " subscriptions/{subscription}/resourceGroups/{resource_group}/providers/Microsoft.Network/privateDnsZones/{private_dns_zone}",
        "delete nic n | network interfaces go with what they belong to and cannot be deleted by"
            + " themselves",
        "delete link l --cascade | --cascade says nothing about a virtual network link",
        "delete endpoint --etag x a b | --etag goes with one name only",
        "connection aprove x | 'aprove' means nothing here; did you mean 'approve'?",
        "list connections --state foo | 'foo' is not a state of a connection; there are Pending,"
            + " Approved, Rejected, Disconnected",
        "watch foo | 'foo' is not a kind of resource; there are subscription, vnet, subnet,"
            + " peering, nic, lb, resource, resource-type, service, endpoint, connection, zone,"
            + " record-set, link, zone-group, ruleset, nsg, route-table, asg, gateway, site,"
            + " webhook, role, role-assignment, deny-assignment, lock",
        "list record-sets --type FOO | 'FOO' is not a type of record sets; there are A, AAAA,"
            + " CNAME, MX, PTR, SOA, SRV, TXT",
        "list zone --limit abc | Invalid value for option '--limit': 'abc' is not a whole number;"
            + " see 'postern list --help'",
        "server --log-level loud | Invalid value for option '--log-level': 'loud' is none of debug,"
            + " info, warn, error; see 'postern server --help'",
        "watch zone --connections | --connections watches connections only; leave the kinds out",
        "help conection | there is no command 'postern conection'; did you mean 'connection'?"
      })
  void aMistakeIsOneLineAndExitCode2(String line, String message) {
    var result = new Shell(home).run(line.split(" "));

    assertEquals("postern: " + message + "\n", result.err());
    assertEquals("", result.out());
    assertEquals(2, result.exitCode());
  }

  @Test
  void aServerThatIsNotThereIsExitCode6() {
    // Port 1 of loopback: nothing listens there, and nothing else may take it.
    var result = new Shell(home).run("list", "endpoints", "--server", "127.0.0.1:1");

    assertEquals(
        "postern: cannot reach the server at 127.0.0.1:1; is 'postern server' running?\n",
        result.err());
    assertEquals(6, result.exitCode());
  }

  @Test
  void aServerWhoseNameIsNotKnownIsOneLineWithoutALogAroundIt() {
    var logged = new ArrayList<LogRecord>();
    var log = new Recorder(logged);
    var root = Logger.getLogger("");
    root.addHandler(log);
    Shell.Result result;
    try {
      result = new Shell(home).run("list", "vnet", "--server", "nohost.invalid:7443");
    } finally {
      root.removeHandler(log);
    }

    assertEquals(
        "postern: the name nohost.invalid is not known; correct the server in --server,"
            + " POSTERN_SERVER or the context\n",
        result.err());
    assertEquals(6, result.exitCode());
    assertEquals(List.of(), logged);
  }

  /** Keeps what libraries log. */
  private static final class Recorder extends Handler {
    private final List<LogRecord> records;

    Recorder(List<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void aWatchOfAServerThatIsNotThereEndsToo() {
    var result = new Shell(home).run("watch", "--server", "127.0.0.1:1");

    assertEquals(6, result.exitCode());
  }

  @Test
  void helpIsTheSameAsTheOptionForIt() {
    var shell = new Shell(home);

    var help = shell.run("help", "connection", "approve");

    assertEquals(shell.run("connection", "approve", "--help"), help);
    assertEquals(0, help.exitCode());
    Golden.assertMatches("help-connection-approve.txt", help.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "connection", "dns", "endpoint"})
  void aCommandThatNeedsAnotherShowsItsHelp(String line) {
    var words = line.isEmpty() ? new String[0] : line.split(" ");
    var shell = new Shell(home);

    var result = shell.run(words);

    var help = new ArrayList<>(List.of("help"));
    help.addAll(List.of(words));
    assertEquals(shell.run(help.toArray(String[]::new)).out(), result.err());
    assertEquals("", result.out());
    assertEquals(2, result.exitCode());
  }

  @Test
  void whatDoesNotSpeakGrpcIsSaidNotTo() throws Exception {
    try (var web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> answerAsAWebServer(web));
      var address = "127.0.0.1:" + web.getLocalPort();

      var result = new Shell(home).run("list", "zones", "--server", address);

      assertEquals(
          "postern: what answers at "
              + address
              + " is not a Postern server: it does not speak"
              + " gRPC\n",
          result.err());
      assertEquals(6, result.exitCode());
    }
  }

  private static void answerAsAWebServer(ServerSocket web) {
    while (!web.isClosed()) {
      try (var connection = web.accept()) {
        connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
      } catch (IOException e) {
        // The test is over, or the client has hung up.
      }
    }
  }

  @Test
  void theVersionIsSaidBothWays() {
    var shell = new Shell(home);

    assertEquals(shell.run("--version"), shell.run("version"));
    assertTrue(shell.run("version").out().startsWith("postern "));
  }
}
