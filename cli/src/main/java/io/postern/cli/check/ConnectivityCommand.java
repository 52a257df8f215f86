package io.postern.cli.check;

import io.postern.cli.noun.LinkNouns;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.NetworkNouns;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.noun.TrafficNouns;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.v1.CheckConnectivityResponse;
import io.postern.v1.TrafficDestination;
import io.postern.v1.TrafficSource;
import io.postern.v1.TransportProtocol;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern check connectivity}. */
@Command(
    name = "connectivity",
    description =
        "Decide whether traffic gets from a network to a destination, and show each step of the"
            + " decision. Nothing is sent. The exit code is that of the verdict.")
final class ConnectivityCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--from",
      paramLabel = "VNET[/ADDRESS]",
      description =
          "The virtual network the traffic starts in, and the address there. Default for the"
              + " address: one that stands for any.")
  private @Nullable String network;

  @Option(
      names = "--from-site",
      paramLabel = "SITE[/ADDRESS]",
      description = "The on-premises network the traffic starts in, in place of --from.")
  private @Nullable String site;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "NAME|ENDPOINT|ADDRESS",
      description =
          "Where it shall go: an address, a DNS name (with a dot and no slash in it), or a private"
              + " endpoint.")
  private String destination = "";

  @Option(
      names = "--port",
      required = true,
      paramLabel = "N",
      description = "The port at the destination.")
  private int port;

  @Option(names = "--protocol", paramLabel = "tcp|udp", description = "The protocol. Default: tcp.")
  private String protocol = "tcp";

  ConnectivityCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (var client = session.connect()) {
      var names = new NameResolver(client, session, new ScopeOptions());
      var answer =
          client.reachability().check(source(names), destination(names), transport(), port);
      if (session.output() == OutputFormat.TABLE) {
        new TraceText(answer).lines().forEach(session.out()::println);
      } else {
        new MessagePrinter(session.out(), session.output()).one(answer);
      }
      return exitCode(answer).code();
    }
  }

  private TrafficSource source(NameResolver names) {
    var source = TrafficSource.newBuilder();
    if (network != null && site == null) {
      var place = PlaceText.parse(network);
      return source
          .setVirtualNetwork(names.resolve(NetworkNouns.VNET, place.network()))
          .setIpAddress(place.address())
          .build();
    }
    if (site != null && network == null) {
      var place = PlaceText.parse(site);
      return source
          .setOnPremisesNetwork(names.resolve(TrafficNouns.ON_PREMISES, place.network()))
          .setIpAddress(place.address())
          .build();
    }
    throw CommandFailure.usage("give either --from or --from-site");
  }

  private TrafficDestination destination(NameResolver names) {
    var to = TrafficDestination.newBuilder();
    if (PlaceText.isAddress(destination)) return to.setIpAddress(destination).build();
    if (destination.contains(".") && !destination.contains("/"))
      return to.setDnsName(destination).build();
    return to.setPrivateEndpoint(names.resolve(LinkNouns.ENDPOINT, destination)).build();
  }

  private TransportProtocol transport() {
    return switch (protocol) {
      case "tcp" -> TransportProtocol.TRANSPORT_PROTOCOL_TCP;
      case "udp" -> TransportProtocol.TRANSPORT_PROTOCOL_UDP;
      default -> throw CommandFailure.usage("--protocol is tcp or udp, not '" + protocol + "'");
    };
  }

  private static ExitCode exitCode(CheckConnectivityResponse answer) {
    return switch (answer.getVerdict()) {
      case REACHABILITY_VERDICT_ALLOWED -> ExitCode.OK;
      case REACHABILITY_VERDICT_ALLOWED_WITH_WARNING -> ExitCode.REACHED_WITH_WARNING;
      case REACHABILITY_VERDICT_DENIED -> ExitCode.NOT_REACHED;
      case REACHABILITY_VERDICT_UNSPECIFIED, UNRECOGNIZED -> ExitCode.INTERNAL;
    };
  }
}
