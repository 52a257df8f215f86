package io.postern.bench.cluster;

import io.grpc.Channel;
import io.postern.bench.ServerProcess;
import io.postern.server.testing.TestPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three servers in processes of their own on one database; in each round one of them is killed and
 * started again, or stands still for longer than the database lets it hold up the others. {@code
 * bench/run cluster} runs it.
 */
@EnabledIfSystemProperty(named = "postern.cluster.rounds", matches = "[0-9]+")
class ServersKilledTest {
  private static final int SERVERS = 3;
  private static final int ROUNDS = Integer.getInteger("postern.cluster.rounds", 0);
  private static final long SEED = Long.getLong("postern.cluster.seed", System.nanoTime());
  private static final int ANSWERS_BETWEEN = 200;
  private static final long LONGEST_PAUSE_SECONDS = 14;

  @TempDir Path folder;
  private final List<ServerProcess> servers = new ArrayList<>();
  private final List<Channel> channels = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (var server : servers) server.kill();
  }

  @Test
  void whatClientsAreToldIsInTheOrderOfTheLog() throws Exception {
    System.out.println("servers killed: seed " + SEED + ", rounds " + ROUNDS);
    var random = new Random(SEED);
    var url = TestPostgres.url();
    for (int i = 0; i < SERVERS; i++) {
      servers.add(ServerProcess.start(folder.resolve("server" + i), url));
      channels.add(servers.get(i).channel());
    }
    var load = new ClusterLoad(channels, random.nextLong());
    load.start();
    for (int round = 0; round < ROUNDS; round++) {
      load.awaitAnswers(ANSWERS_BETWEEN);
      int victim = random.nextInt(SERVERS);
      if (random.nextInt(3) > 0) killAndStart(victim, url);
      else pause(victim, random.nextLong(1, LONGEST_PAUSE_SECONDS));
    }
    load.awaitAnswers(ANSWERS_BETWEEN);
    load.stop();
    int answers = load.check(TestPostgres.server(url));
    System.out.println("servers killed: " + answers + " answers in the order of the log");
  }

  private void killAndStart(int victim, String url) throws Exception {
    servers.get(victim).kill();
    servers.set(victim, ServerProcess.start(folder.resolve("server" + victim), url));
    channels.set(victim, servers.get(victim).channel());
  }

  /** The length of the pause is what is tested. */
  private void pause(int victim, long seconds) throws Exception {
    servers.get(victim).pause();
    TimeUnit.SECONDS.sleep(seconds);
    servers.get(victim).goOn();
  }
}
