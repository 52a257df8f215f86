package io.postern.bench.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.postern.bench.ServerProcess;
import io.postern.bench.crash.Ledger.Told;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.Slow;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.GetDnsStatusResponse;
import io.postern.v1.PrivateEndpoint;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * What happens to a server at random moments while several writers create, approve, reject and
 * delete endpoints: it is killed, its disk is full, read-only or broken, its file is damaged.
 * Everything that was acknowledged must be there afterwards, and while its disk fails the server
 * answers, says what is wrong, and goes on by itself when that is over.
 *
 * <p>{@code -Dpostern.crash.rounds=50} runs more rounds than a build does, {@code
 * -Dpostern.crash.modes=full,torn} what is to happen, in turns; {@code bench/run crash} has all.
 */
@Order(Slow.FIRST)
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("postern.crash.rounds", 3);
  private static final long SEED = Long.getLong("postern.crash.seed", System.nanoTime());
  private static final List<Mode> MODES =
      Arrays.stream(System.getProperty("postern.crash.modes", "kill,full,torn").split(","))
          .map(mode -> Mode.valueOf(mode.toUpperCase(Locale.ROOT)))
          .toList();

  /** Whether the disk is one that can be filled and made read-only. */
  private static final boolean SMALL_DISK = Boolean.getBoolean("postern.crash.smallDisk");

  /** What makes forcing fail for as long as a file exists; empty if there is no such thing. */
  private static final String SHIM = System.getProperty("postern.crash.shim", "");

  private static final int WRITERS = 8;
  private static final int PAGE = 4096;
  private static final Duration SOON = Duration.ofSeconds(40);

  /** What happens in a round. */
  private enum Mode {
    KILL,
    FULL,
    READONLY,
    FORCE,
    TORN
  }

  @TempDir(factory = TempDirFactory.Standard.class)
  Path folder;

  private final Ledger ledger = new Ledger();
  private final AtomicInteger nextId = new AtomicInteger();
  private @Nullable Disk disk;
  private @Nullable ServerProcess server;

  /** Why writers stopped for another reason than that the server was gone: there is none. */
  private final Queue<StatusRuntimeException> refusals = new ConcurrentLinkedQueue<>();

  /** What ended a writer. */
  private volatile String lastSaid = "";

  /** Counts down to what happens. */
  private volatile CountDownLatch writes = new CountDownLatch(0);

  @BeforeEach
  void makeDisk() throws Exception {
    disk = SMALL_DISK ? SmallDisk.make(folder.resolve("index")) : new LimitedDisk(folder);
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (server != null) server.kill();
    if (disk != null) disk.remove();
  }

  @Test
  void nothingAcknowledgedIsLostAndNothingIsHalfWritten() throws Exception {
    System.out.printf("crash test: seed %d, rounds %d, modes %s%n", SEED, ROUNDS, MODES);
    var random = new Random(SEED);
    start();
    var lab = Lab.in(server().channel());
    // Wide enough for what lives and what rests, however many rounds there are.
    var network = lab.network("vnet-a", "10.1.0.0/16");
    var subnet = lab.subnet(network, "wide", "10.1.128.0/17");
    var record = AnsweredRecord.in(lab, server().channel(), network);
    var target = lab.storage("acct1");
    for (int round = 0; round < ROUNDS; round++) {
      var mode = MODES.get(round % MODES.size());
      int before = ledger.size();
      int written = random.nextInt(10, 300);
      var running = server().channel();
      var answered = Thread.ofVirtual().start(() -> record.write(running));
      var writers = startWriters(written, subnet, target, random);
      LockSupport.parkNanos(random.nextLong(20_000_000));
      var told =
          switch (mode) {
            case KILL -> kill(writers);
            case TORN -> tear(writers, subnet, random);
            case FULL -> fill(writers, subnet);
            case READONLY -> makeReadOnly(writers, subnet);
            case FORCE -> failToForce(writers, subnet);
          };
      answered.join();
      record.requireNotStale(Lab.of(server().channel()));
      ledger.verify(server(), subnet);
      System.out.printf(
          "crash round %d: %s after %d acknowledged writes%s; %d endpoints alive, %d new%n",
          round + 1,
          mode.name().toLowerCase(Locale.ROOT),
          written,
          told,
          ledger.alive().size(),
          ledger.size() - before);
    }
  }

  private ServerProcess server() {
    if (server == null) throw new IllegalStateException("no server was started");
    return server;
  }

  private Disk disk() {
    if (disk == null) throw new IllegalStateException("there is no disk");
    return disk;
  }

  private void start() throws IOException {
    server =
        ServerProcess.start(
            disk().prefix(),
            disk().folder(),
            log(),
            SHIM.isEmpty()
                ? Map.of()
                : Map.of("LD_PRELOAD", SHIM, "FORCE_FAILS_WHILE", flag().toString()));
  }

  private Path log() {
    return folder.resolve("server.log");
  }

  private Path flag() {
    return folder.resolve("force-fails");
  }

  /** Starts writers; returns when so many writes were acknowledged. */
  private List<Thread> startWriters(int count, String subnet, String target, Random random)
      throws InterruptedException {
    var channel = server().channel();
    var writers = new ArrayList<Thread>();
    for (int i = 0; i < WRITERS; i++) {
      long seed = random.nextLong();
      var own = everyEighth(i);
      writers.add(
          Thread.ofVirtual()
              .unstarted(() -> write(Lab.of(channel), subnet, target, own, new Random(seed))));
    }
    writes = new CountDownLatch(count);
    for (var writer : writers) writer.start();
    boolean taken = writes.await(1, TimeUnit.MINUTES);
    assertEquals(List.of(), List.copyOf(refusals));
    assertTrue(taken, () -> "the server takes no more writes: " + lastSaid);
    return writers;
  }

  private String kill(List<Thread> writers) throws Exception {
    killOnly(writers);
    start();
    return "";
  }

  private void killOnly(List<Thread> writers) throws InterruptedException {
    server().kill();
    for (var writer : writers) writer.join();
  }

  /** The last pages of the file are not as they were written; they are put right again after it. */
  private String tear(List<Thread> writers, String subnet, Random random) throws Exception {
    killOnly(writers);
    var file = disk().seen().resolve("postern.mv.db");
    var whole = folder.resolve("whole.mv.db");
    Files.copy(file, whole, StandardCopyOption.REPLACE_EXISTING);
    int pages = random.nextInt(1, 9);
    tearOff(file, pages, random);
    var outcome = isRefused(subnet) ? "refused" : "nothing lost";
    server().kill();
    Files.copy(whole, file, StandardCopyOption.REPLACE_EXISTING);
    start();
    return ", " + outcome + " with " + pages + " torn pages";
  }

  private static void tearOff(Path file, int pages, Random random) throws IOException {
    try (var torn = new RandomAccessFile(file.toFile(), "rw")) {
      long begin = torn.length() - (long) pages * PAGE;
      if (random.nextBoolean()) {
        torn.setLength(begin + random.nextInt(PAGE));
      } else {
        var noise = new byte[PAGE];
        random.nextBytes(noise);
        torn.seek(begin);
        torn.write(noise);
      }
    }
  }

  /** Whether the file is refused, at start or where it is read, with what to do; or it is whole. */
  private boolean isRefused(String subnet) {
    try {
      start();
      var _ = ledger.requirePossible(server(), subnet);
      return false;
    } catch (IOException atStart) {
      var said = String.valueOf(atStart.getMessage());
      assertTrue(said.contains(disk().folder() + "/postern.mv.db"), said);
      assertTrue(said.contains("restore a backup"), said);
    } catch (StatusRuntimeException whenRead) {
      var refused = Refusal.of(whenRead);
      assertEquals("STORE_DAMAGED", refused.reason());
      assertTrue(refused.message().contains("restore a backup"), refused::message);
    }
    return true;
  }

  private String fill(List<Thread> writers, String subnet) throws Exception {
    disk().fill(server());
    for (var writer : writers) writer.join();
    requireServing("DISK_FULL", subnet);
    disk().clear(server());
    return wellAgain(subnet);
  }

  private String makeReadOnly(List<Thread> writers, String subnet) throws Exception {
    var small = (SmallDisk) disk();
    small.fill(server());
    for (var writer : writers) writer.join();
    requireServing("DISK_FULL", subnet);
    // Only now does nobody have a file open for writing, but for moments. What holds still between
    // two of them cannot begin one.
    Awaitility.await()
        .atMost(SOON)
        .until(() -> {
          server().pause();
          try {
            return small.makeReadOnly();
          } finally {
            server().goOn();
          }
        });
    return whileReadOnly(small, subnet);
  }

  private String whileReadOnly(SmallDisk small, String subnet) throws Exception {
    awaitTrouble("DISK_READ_ONLY");
    requireServing("DISK_READ_ONLY", subnet);
    server().kill();
    start();
    awaitTrouble("DISK_READ_ONLY");
    requireServing("DISK_READ_ONLY", subnet);
    small.makeWritable();
    return wellAgain(subnet);
  }

  private String failToForce(List<Thread> writers, String subnet) throws Exception {
    Files.createFile(flag());
    for (var writer : writers) writer.join();
    requireServing("DISK_FAILED", subnet);
    Files.delete(flag());
    return wellAgain(subnet);
  }

  private GetDnsStatusResponse status() {
    return DnsServiceGrpc.newBlockingStub(server().channel())
        .getDnsStatus(GetDnsStatusRequest.getDefaultInstance());
  }

  private void awaitTrouble(String cause) {
    Awaitility.await()
        .atMost(SOON)
        .until(() -> cause.equals(status().getStoreTrouble().getMetadataOrDefault("cause", "")));
  }

  /** Reads, DNS, and a refusal that says why; said in the log once. */
  private void requireServing(String cause, String subnet) throws IOException {
    awaitTrouble(cause);
    ledger.verify(server(), subnet);
    var refused = Refusal.of(() -> Lab.of(server().channel()).network("refused", "10.9.0.0/16"));
    assertEquals("STORE_READ_ONLY", refused.reason());
    assertEquals(Map.of("cause", cause), refused.metadata());
    assertEquals(Rcode.NOERROR, publicAnswer().getRcode());
    var sentence = status().getStoreTrouble().getMessage();
    var said = Files.readAllLines(log());
    assertEquals(1, said.stream().filter(line -> line.contains(sentence)).count(), "said once");
    assertEquals(List.of(), said.stream().filter(line -> line.startsWith("\tat ")).toList());
  }

  private Message publicAnswer() throws IOException {
    var question = Record.newRecord(Name.fromString("acct1.blob.core.windows.net."), Type.A, 1);
    var answer = new SimpleResolver(server().dns()).send(Message.newQuery(question));
    assertTrue(!answer.getSection(Section.ANSWER).isEmpty(), answer::toString);
    return answer;
  }

  /** Nobody does anything but wait; after that it is killed, and what was told is still there. */
  private String wellAgain(String subnet) throws Exception {
    long began = System.nanoTime();
    Awaitility.await().atMost(SOON).until(() -> !status().hasStoreTrouble());
    long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
    ledger.verify(server(), subnet);
    Lab.of(server().channel()).network("vnet-" + nextId.incrementAndGet(), "10.2.0.0/16");
    server().kill();
    start();
    return ", well again after " + took + " ms";
  }

  /** Each writer works on endpoints of its own until the server is gone. */
  private void write(
      Lab lab, String subnet, String target, List<PrivateEndpoint> own, Random random) {
    try {
      while (true) {
        // One of six makes an endpoint, and of the others one of five takes one away.
        if (own.size() < 4 || random.nextInt(6) == 0) {
          var id = "pe" + nextId.incrementAndGet();
          attempt(id, Told.CREATED, () -> own.add(lab.endpoint(id, wanted(subnet, target))));
        } else {
          change(lab, own, random);
        }
      }
    } catch (StatusRuntimeException e) {
      // What was under way when the server went stays recorded as unanswered.
      lastSaid = String.valueOf(e.getMessage());
      if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) refusals.add(e);
    }
  }

  private static PrivateEndpoint.Builder wanted(String subnet, String target) {
    return Lab.wanted("", target, true, "blob").setSubnet(subnet);
  }

  /** A writer's share of what the last round left. */
  private List<PrivateEndpoint> everyEighth(int writer) {
    var own = new ArrayList<PrivateEndpoint>();
    for (int i = writer; i < ledger.alive().size(); i += WRITERS) own.add(ledger.alive().get(i));
    return own;
  }

  private void change(Lab lab, List<PrivateEndpoint> own, Random random) {
    int index = random.nextInt(own.size());
    var endpoint = own.get(index);
    var id = endpoint.getName().substring(endpoint.getName().lastIndexOf('/') + 1);
    switch (random.nextInt(5)) {
      case 0, 1 -> attempt(id, Told.APPROVED, () -> lab.approve(endpoint));
      case 2, 3 -> attempt(id, Told.REJECTED, () -> lab.reject(endpoint));
      default -> {
        own.remove(index);
        var request = DeletePrivateEndpointRequest.newBuilder().setName(endpoint.getName()).build();
        attempt(id, Told.DELETED, () -> lab.endpoints().deletePrivateEndpoint(request));
      }
    }
  }

  private void attempt(String id, Told change, Runnable call) {
    ledger.attempt(id, change, call);
    writes.countDown();
  }
}
