package io.postern.cli.dns;

import io.postern.cli.server.Addresses;
import io.postern.cli.server.Foreground;
import io.postern.cli.server.LogLevel;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.cli.session.Session;
import io.postern.dns.tls.ClientCertificates;
import io.postern.dns.tls.TlsSettings;
import io.postern.dns.tls.UnusableCertificateException;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.Protocol;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.config.SettingException;
import io.postern.server.config.SettingText;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.ResourceName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code postern dns serve}: the engine by itself, with zone files or as a node of a control plane.
 */
@Command(
    name = "serve",
    description = {
      "Serves DNS until it is told to stop (Ctrl-C, SIGTERM), either from zone files by themselves:"
          + " the same answers for everybody, nothing asked elsewhere; or as a node of a control"
          + " plane: what its servers answer, each network in its own way, without a database.",
      "Prints one line when it answers. A file with an error is refused, with each line at fault."
          + " docs/dns-serve.md describes files and answers, docs/dns-nodes.md nodes."
    })
final class ServeCommand implements Callable<Integer> {
  private static final String EVERYBODY = "everybody";
  private static final int MAX_THREADS = 256;

  private final Session session;

  @Option(
      names = "--zone",
      paramLabel = "NAME=FILE",
      description = "A zone and its file (RFC 1035). May be repeated.")
  private List<String> zones = List.of();

  @Option(
      names = "--control-plane",
      paramLabel = "HOST:PORT",
      split = ",",
      description = {
        "In place of zones: the servers to follow, one at a time, with commas. The view follows"
            + " from the source address."
      })
  private List<String> controlPlane = List.of();

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Where a node keeps what it answers from, for when no server is there.")
  private @Nullable Path state;

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description = "What the node is called at the servers. Default: the name of the machine.")
  private @Nullable String node;

  @Option(
      names = "--network",
      paramLabel = "NETWORK",
      description = {
        "A virtual network that the node serves, in full. May be repeated: it is sent what these"
            + " see, and nothing else.",
        "Default: everything."
      })
  private List<String> networks = List.of();

  @Option(
      names = "--dns-for",
      paramLabel = "NETWORK=HOST:PORT",
      description =
          "Where a node serves DNS as the machines of a virtual network see it. May be repeated.")
  private List<String> dnsFor = List.of();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = {
        "Where to serve, by UDP and TCP; port 0 takes a free one. May be repeated.",
        "Default: 127.0.0.1:5353."
      })
  private List<String> listen = List.of("127.0.0.1:5353");

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for UDP on each address. Default: as many as there are processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--tls",
      paramLabel = "HOST:PORT",
      description = "Where to serve by TLS (RFC 7858), beside the others. May be repeated.")
  private List<String> tls = List.of();

  @Option(
      names = "--https",
      paramLabel = "HOST:PORT",
      description = {
        "Where to serve by HTTPS (RFC 8484), beside the others; the path is /dns-query.",
        "May be repeated."
      })
  private List<String> https = List.of();

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = {
        "The certificate for TLS and HTTPS, and those that lead to its authority, in PEM.",
        "Taken in again when it changes."
      })
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Its private key, in PEM (PKCS#8, without a password).")
  private @Nullable Path key;

  @Option(
      names = "--client-ca",
      paramLabel = "FILE",
      description = {
        "Authorities of clients, in PEM: by TLS and HTTPS only clients with a certificate of one",
        "of them are served."
      })
  private @Nullable Path clientAuthorities;

  @Option(
      names = "--allow-transfer",
      paramLabel = "PREFIX|KEY",
      description = {
        "Who may transfer the zones (AXFR, IXFR): addresses by a prefix such as 192.0.2.0/24, or a"
            + " key, ALGORITHM:NAME:FILE, such as hmac-sha256:secondary.key:/etc/secondary.key,"
            + " with its secret in Base64 in the file. May be repeated. Default: nobody."
      })
  private List<String> allowTransfer = List.of();

  ServeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (!controlPlane.isEmpty()) return serveNode();
    if (zones.isEmpty())
      throw CommandFailure.usage("name a zone with --zone, or servers with --control-plane");
    if (state != null || node != null || !dnsFor.isEmpty() || !networks.isEmpty())
      throw CommandFailure.usage("--state, --node, --network and --dns-for take --control-plane");
    LogLevel.WARN.apply();
    var settings = settings();
    var loaded = new ZoneArguments(session.err()).load(zones);
    var index = loaded.index(EVERYBODY);
    try (var foreground = Foreground.begin(session.terminal())) {
      var server = foreground.open(() -> start(settings, () -> index), DnsServer::close);
      session.out().println(readyLine(server, loaded.summary()));
      return foreground.untilStopped();
    }
  }

  private int serveNode() {
    if (!zones.isEmpty())
      throw CommandFailure.usage("--zone and --control-plane exclude each other");
    if (!allowTransfer.isEmpty())
      throw CommandFailure.usage("--allow-transfer is for zone files; a node transfers nothing");
    var folder = state;
    if (folder == null) throw CommandFailure.usage("--control-plane takes --state");
    LogLevel.INFO.apply();
    var settings = settings();
    var called = NodeName.of(node);
    try (var foreground = Foreground.begin(session.terminal())) {
      var kept = foreground.open(() -> open(folder), NodeState::close);
      var running = new AtomicReference<@Nullable DnsServer>();
      var follower =
          new NodeFollower(
              controlPlane,
              session::builder,
              called,
              networks,
              kept,
              () -> indexChanged(running.get()));
      foreground.open(() -> follower, NodeFollower::close);
      follower.start();
      if (!follower.awaitIndex()) return ExitCode.OK.code();
      var server = foreground.open(() -> start(settings, kept::index), DnsServer::close);
      running.set(server);
      session.out().println(readyLine(server, "node " + called));
      return foreground.untilStopped();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.OK.code();
    }
  }

  private static void indexChanged(@Nullable DnsServer server) {
    if (server != null) server.indexChanged();
  }

  private static NodeState open(Path folder) {
    try {
      return NodeState.in(folder);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.CANNOT_START, "--state: " + folder + " cannot be used: " + e.getMessage());
    }
  }

  private DnsSettings settings() {
    if (threads < 1 || threads > MAX_THREADS)
      throw CommandFailure.usage("--threads: " + threads + " is not in 1.." + MAX_THREADS);
    try {
      var listeners =
          Stream.of(
                  listeners("--listen", listen, Protocol.PLAIN),
                  dnsFor.stream().map(ServeCommand::bound),
                  listeners("--tls", tls, Protocol.TLS),
                  listeners("--https", https, Protocol.HTTPS))
              .flatMap(Function.identity())
              .toArray(Listener[]::new);
      var settings = DnsSettings.of(listeners).withUdpThreads(threads);
      var certificates = certificates();
      return TransferArguments.read(allowTransfer, EVERYBODY)
          .in(certificates == null ? settings : settings.withTls(certificates));
    } catch (SettingException | ControlException | IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private Stream<Listener> listeners(String option, List<String> addresses, Protocol protocol) {
    return addresses.stream()
        .map(text -> SettingText.address(option, text))
        .map(address ->
            controlPlane.isEmpty() ? Listener.forNetwork(address, EVERYBODY) : Listener.on(address))
        .map(listener -> listener.by(protocol));
  }

  private static Listener bound(String text) {
    int equals = text.lastIndexOf('=');
    if (equals <= 0)
      throw CommandFailure.usage(
          "--dns-for: '" + text + "' is not NETWORK=HOST:PORT; name the network in full");
    var network = ResourceName.parse(text.substring(0, equals), "--dns-for");
    return Listener.forNetwork(
        SettingText.address("--dns-for", text.substring(equals + 1)), network.key());
  }

  /** Null where nothing is encrypted. */
  private @Nullable TlsSettings certificates() {
    var encrypted = !tls.isEmpty() || !https.isEmpty();
    if (certificate == null || key == null) {
      if (encrypted || certificate != null || key != null)
        throw CommandFailure.usage("--tls and --https take both --certificate and --key");
      return null;
    }
    if (!encrypted) throw CommandFailure.usage("--certificate takes --tls or --https");
    var settings = TlsSettings.of(certificate, key);
    return clientAuthorities == null
        ? settings
        : settings.withClients(ClientCertificates.REQUIRED, clientAuthorities);
  }

  private static DnsServer start(DnsSettings settings, Supplier<ZoneIndex> index) {
    try {
      return DnsServer.start(settings, index);
    } catch (UnusableCertificateException | IllegalArgumentException e) {
      // A certificate, or two keys of one name.
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      var addresses = settings.listeners().stream().map(Listener::address).toList();
      throw new CommandFailure(
          ExitCode.CANNOT_START, "cannot listen on " + print(addresses) + ": " + e.getMessage());
    }
  }

  private static String readyLine(DnsServer server, String what) {
    return "postern is ready: DNS on "
        + print(server.boundAddresses())
        + ", "
        + what
        + "; started in "
        + sinceProcessStart()
        + ".";
  }

  private static String print(List<InetSocketAddress> addresses) {
    return Addresses.print(addresses);
  }

  /** What a person waited for: the time of the JVM itself counts. */
  private static String sinceProcessStart() {
    var start = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    return "%.2f s".formatted(Duration.between(start, Instant.now()).toMillis() / 1000.0);
  }
}
