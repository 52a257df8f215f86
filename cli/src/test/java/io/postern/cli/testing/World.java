package io.postern.cli.testing;

import io.postern.cli.testing.Shell.Result;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.nio.file.Path;

/**
 * A real server with something of every kind on it, and a shell whose commands go there. Time and
 * ids are the same in each run, so that what is printed is, too.
 *
 * <p>Contoso has the networks vnet-a and vnet-b; Fabrikam a storage account and a private link
 * service. The endpoint pe-blob in vnet-a is approved and in DNS, pe-web in vnet-b is pending.
 */
public final class World implements AutoCloseable {
  private final ControlPlane plane;
  private final Lab lab;
  private final Shell shell;
  private final PrivateEndpoint web;

  /**
   * @param folder for the database and the home folder
   */
  public World(Path folder) {
    plane = ControlPlane.start(folder.resolve("data"));
    lab = Lab.in(plane);
    var address = plane.server().grpcAddress();
    shell = new Shell(folder).with("POSTERN_SERVER", "127.0.0.1:" + address.getPort());

    var networkA = lab.network("vnet-a", "10.1.0.0/16");
    var networkB = lab.network("vnet-b", "10.2.0.0/16");
    var storage = lab.storage("acct1");
    var service = lab.service("web", PrivateLinkService.newBuilder());
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, networkA, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var blob = lab.endpoint("pe-blob", Lab.wanted(networkA, storage, false, "blob"));
    lab.zoneGroup(blob.getName(), zone);
    web = lab.endpoint("pe-web", Lab.wanted(networkB, service.getName(), true));
  }

  public Lab lab() {
    return lab;
  }

  /** Where its server is, {@code host:port}. */
  public String server() {
    return "127.0.0.1:" + plane.server().grpcAddress().getPort();
  }

  public Shell shell() {
    return shell;
  }

  /** The endpoint that waits for its approval. */
  public PrivateEndpoint web() {
    return web;
  }

  /** Returns once so many calls wait for a revision at the server. */
  public void awaitWaitingCalls(int count) {
    plane.awaitWaitingCalls(count);
  }

  /** Runs a command whose words are between blanks. */
  public Result run(String line) {
    return shell.run(line.split(" "));
  }

  /**
   * Runs commands one after the other and returns what somebody at the terminal has seen then, with
   * words for the ids and numbers that only count up.
   */
  public String transcript(String... lines) {
    var seen = new StringBuilder();
    for (var line : lines) {
      seen.append("$ postern ").append(line).append('\n').append(run(line).text()).append('\n');
    }
    return withoutCounters(seen.toString());
  }

  /** What a server numbers is nobody's business here, and changes with every id it draws. */
  public static String withoutCounters(String text) {
    return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "{guid}")
        .replaceAll("(\\\\?)\"[0-9]+\\1\"", "{etag}")
        .replaceAll("(nobody\\.invalid\\.?) [0-9]+", "$1 {serial}")
        .replaceAll("(LINK ID +)[0-9]+", "$1{link id}");
  }

  @Override
  public void close() {
    plane.close();
  }
}
