package io.postern.cli.demo;

import io.postern.cli.server.Addresses;
import io.postern.cli.server.Foreground;
import io.postern.cli.server.LogLevel;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern demo}: shows private link end to end. */
@Command(
    name = "demo",
    description = {
      "Shows private link end to end on a server of its own: loopback, free ports, an empty"
          + " database in a temporary folder. Every line is what that server answered, and is"
          + " checked: the exit code is 1 when one was not as it should be."
    })
public final class DemoCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--keep",
      description =
          "Stay up at the end, until Ctrl-C, and say where to point a resolver and a client.")
  private boolean isKept;

  @Option(
      names = "--grpc-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The port for gRPC. Default: a free one.")
  private int grpcPort;

  @Option(
      names = "--dns-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description =
          "The port for DNS in the first network, the others next to it. Default: free ones.")
  private int dnsPort;

  public DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    LogLevel.WARN.apply();
    var narrator = new Narrator(session.terminal());
    long begin = System.nanoTime();
    try (var foreground = Foreground.begin(session.terminal())) {
      var demo = DemoServer.start(foreground, grpcPort, dnsPort);
      play(demo, narrator);
      narrator.say("");
      if (narrator.wrong() > 0)
        throw new CommandFailure(
            ExitCode.REFUSED,
            narrator.wrong() + " of " + narrator.answers() + " answers were not as expected");
      narrator.say(
          "%d answers, all as expected, in %.1f s."
              .formatted(narrator.answers(), (System.nanoTime() - begin) / 1e9));
      if (isKept) {
        invite(demo, narrator);
        return foreground.untilStopped();
      }
      return ExitCode.OK.code();
    }
  }

  private void play(DemoServer demo, Narrator narrator) throws InterruptedException {
    try (var administrator = demo.connect();
        var alice = demo.connectAs("alice@contoso");
        var bob = demo.connectAs("bob@fabrikam")) {
      open(demo, narrator, administrator);
      Story.setTheScene(narrator, administrator, quickstart());
      try (var events = new ConnectionEvents(bob, "subscriptions/fabrikam-prod")) {
        var story = new Story(demo, narrator, alice, bob, events);
        story.tell();
        if (isKept) story.leaveOpen();
      }
    }
  }

  private static void open(DemoServer demo, Narrator narrator, PosternClient client) {
    narrator.chapter("A server with an empty database in " + demo.folder());
    narrator.tell("gRPC", Addresses.print(demo.server().grpcAddress()), "answers, and DNS at:");
    for (var listener : client.dns().status().getListenersList()) {
      var network = listener.getVirtualNetwork();
      narrator.tell(
          "DNS", listener.getAddress(), "as in " + network.substring(network.lastIndexOf('/') + 1));
    }
  }

  private void invite(DemoServer demo, Narrator narrator) {
    var grpc = Addresses.print(demo.server().grpcAddress());
    narrator.say("");
    narrator.say("The server stays up until Ctrl-C. From another terminal:");
    for (var network : Network.values()) {
      narrator.say(
          "  dig @127.0.0.1 -p %d orders.database.windows.net    # a machine in %s"
              .formatted(demo.dns(network).getPort(), network));
    }
    var postern = session.terminal().environment().getOrDefault("POSTERN_COMMAND", "postern");
    narrator.say(
        "  " + postern + " --server " + grpc + " list endpoint --subscription contoso-prod");
    narrator.say("  grpcurl -plaintext " + grpc + " list");
  }

  private static String quickstart() {
    try (var file = DemoCommand.class.getResourceAsStream("quickstart.yaml")) {
      if (file == null) throw new IllegalStateException("quickstart.yaml is not in the jar.");
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
