package io.postern.bench.cluster;

import io.grpc.Channel;
import io.postern.server.kernel.RandomIds;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.TestPostgres;
import io.postern.server.testing.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three servers on one database, each of which loses it again and again while clients go on. */
class ServersCutOffTest {
  private static final int SERVERS = 3;
  private static final int CUTS = Integer.getInteger("postern.cluster.cuts", 2);
  private static final int ANSWERS_BETWEEN = 20;
  private static final long SEED = Long.getLong("postern.cluster.seed", System.nanoTime());

  @TempDir Path folder;
  private final List<Wire> wires = new ArrayList<>();
  private final List<ControlPlane> planes = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var plane : planes) plane.close();
    for (var wire : wires) wire.close();
  }

  @Test
  void whatClientsAreToldIsInTheOrderOfTheLog() throws Exception {
    System.out.println("servers cut off: seed " + SEED + ", cuts " + CUTS);
    var random = new Random(SEED);
    var url = TestPostgres.url();
    for (int i = 0; i < SERVERS; i++) {
      var wire = Wire.to(TestPostgres.port());
      wires.add(wire);
      var own = url.replace(":" + TestPostgres.port() + "/", ":" + wire.port() + "/");
      planes.add(
          ControlPlane.start(
              folder.resolve("server" + i),
              settings -> settings.with(settings.store().withUrl(own)),
              new RandomIds()));
    }
    var channels = planes.stream().<Channel>map(ControlPlane::channel).toList();
    var load = new ClusterLoad(channels, random.nextLong());
    load.start();
    for (int cut = 0; cut < CUTS; cut++) {
      var wire = wires.get(random.nextInt(SERVERS));
      load.awaitAnswers(ANSWERS_BETWEEN);
      wire.cut();
      load.awaitAnswers(1 + random.nextInt(ANSWERS_BETWEEN));
      wire.mend();
    }
    load.stop();
    int answers = load.check(TestPostgres.server(url));
    System.out.println("servers cut off: " + answers + " answers in the order of the log");
  }
}
