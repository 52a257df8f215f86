package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Node;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.Committed;
import io.postern.server.store.Store;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.store.jdbc.NewStore;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.testing.Lab;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server answers from after a start, before it has compiled anything. */
class KeptIndexTest {
  private static final String NAME = "acct1." + Lab.BLOB_ZONE;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir static Path left;
  @TempDir Path folder;

  private Path data;

  @BeforeEach
  void takeACopy() throws IOException {
    data = folder.resolve("data");
    copy(left, data);
    copy(left.resolve("index"), data.resolve("index"));
  }

  /** A store with an approved endpoint, left by a server that was stopped. */
  @BeforeAll
  static void populate() {
    try (var dns = DnsLab.start(left, "vnet-a")) {
      var network = dns.lab.network("vnet-a", "10.1.0.0/16");
      var zone = dns.lab.zone(Lab.BLOB_ZONE);
      dns.lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
      var _ =
          dns.published("pe1", "vnet-a", dns.lab.storage("acct1"), "blob", zone, "blob=10.1.0.10");
    }
  }

  private static JdbcStore open(Path folder) {
    return JdbcStore.openFile(folder.resolve("postern"), 4, new RandomIds());
  }

  /** The store, from which nothing can be read before the gate is open. */
  private static Store gated(Store store, CountDownLatch gate) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("read")) gate.await();
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  /** What the network of the test sees at the name. */
  private static @Nullable Node node(ZoneIndex index) {
    var name = DnsName.parse(NAME);
    var view = index.view(ResourceName.of(DnsLab.network("vnet-a")).key());
    var zone = view == null ? null : index.linkedZone(view, name);
    return zone == null ? null : zone.zone().node(name);
  }

  private static Committed<Subscription> write(Store store) {
    var subscription =
        new Subscription(
            ResourceName.of("subscriptions/later"),
            Meta.NEW,
            "contoso",
            "",
            new TreeSet<>(),
            List.of(),
            Map.of(),
            Map.of());
    return store.write(
        new RequestContext(Principal.SYSTEM, Instant.EPOCH),
        tx -> tx.create(subscription, "created"));
  }

  @Test
  void isAnsweredFromAtOnceWhileWritesWaitForWhatIsCompiled() throws Exception {
    var gate = new CountDownLatch(1);
    try (var store = open(data);
        var publisher = new DnsPublisher(gated(store, gate), ServerSettings.in(data))) {
      publisher.start();
      store.waitFor(publisher);
      assertEquals(store.log().last(), publisher.served());
      var kept = node(publisher.get());
      assertTrue(kept != null && kept.claims().getFirst().live());

      var before = publisher.get();
      var writing = CompletableFuture.supplyAsync(() -> write(store));
      assertTrue(store.log().progress().await(publisher.served().next(), PATIENCE));
      assertFalse(writing.isDone());
      assertSame(before, publisher.get());
      gate.countDown();
      var written = writing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertFalse(written.revision().isAfter(publisher.served()));
      assertEquals(written.revision().number(), publisher.get().revision());
      var compiled = node(publisher.get());
      assertTrue(compiled != null && compiled.claims().getFirst().live());
    }
  }

  /** It is the one that the last run ended with, or none. */
  @Test
  void ofAnEarlierRevisionIsForgotten() throws IOException {
    var earlier = folder.resolve("earlier");
    copy(data.resolve("index"), earlier);
    try (var store = open(data)) {
      var _ = write(store);
    }
    copy(earlier, data.resolve("index"));
    try (var store = open(data);
        var kept = KeptIndex.in(ServerSettings.in(data), store)) {
      assertEquals(Optional.empty(), kept.at(store.log().last()));
    }
    assertEquals(List.of(), names(data.resolve("index")));
  }

  @Test
  void ofOtherSettingsIsForgotten() {
    var settings = ServerSettings.in(data);
    var dns = settings.dns();
    var open =
        new DnsServerSettings(dns.listeners(), dns.upstreams(), dns.upstreamTimeout(), false, true);
    try (var store = open(data);
        var kept = KeptIndex.in(settings.with(open), store)) {
      assertEquals(Optional.empty(), kept.at(store.log().last()));
    }
  }

  /** A copy goes its own way, though it begins at the same revision. */
  @Test
  void ofTheStoreThatThisOneIsACopyOfIsForgotten() throws Exception {
    var copy = folder.resolve("copy");
    Files.createDirectories(copy);
    var backup = new ByteArrayOutputStream();
    try (var store = open(data)) {
      var _ = store.backup(backup);
    }
    var _ =
        NewStore.inFile(copy.resolve("postern"))
            .restore(new ByteArrayInputStream(backup.toByteArray()));
    copy(data.resolve("index"), copy.resolve("index"));
    try (var store = open(copy);
        var kept = KeptIndex.in(ServerSettings.in(copy), store)) {
      assertEquals(Optional.empty(), kept.at(store.log().last()));
    }
  }

  @Test
  void isThereAfterEveryStop() {
    try (var store = open(data);
        var kept = KeptIndex.in(ServerSettings.in(data), store)) {
      assertTrue(kept.at(store.log().last()).isPresent());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (var name : names(from))
      if (Files.isRegularFile(from.resolve(name)))
        Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The files but the lock. */
  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".lock"))
          .toList();
    }
  }
}
