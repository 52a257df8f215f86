package io.postern.bench.attack;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.server.config.DnsServerSettings.ListenerSettings;
import io.postern.server.testing.AccessLab;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.GetPrivateEndpointRequest;
import io.postern.v1.ListVirtualNetworksRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpoint.PrivateLinkServiceConnection;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkService.AccessMode;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attack: somebody measures how long refusals take, to tell what is there and hidden from what is
 * not there. Both are asked for in turns, in an order by chance. {@code bench/run timing} runs it.
 */
@EnabledIfSystemProperty(named = "postern.timing.calls", matches = "[0-9]+")
class SameTimeTest {
  private static final int CALLS = Integer.getInteger("postern.timing.calls", 0);

  /** How far from one half may be the chance that what is hidden takes the longer time. */
  private static final double MOST_FROM_HALF = 0.05;

  private static final double MOST_RATIO = 1.05;
  private static final int NAMES = 64;
  private static final String STRANGER = "mallory@northwind";
  private static final String COLLEAGUE = "carol@contoso";
  private static final String HIDDEN_ZONE = "hidden.contoso.example";
  private static final String OWN = "subscriptions/northwind/resourceGroups/g";
  private static final String OWN_NETWORK =
      OWN + "/providers/Microsoft.Network/virtualNetworks/vnet-n";

  @TempDir Path folder;
  private final Random random = new Random();
  private final List<String> failures = new ArrayList<>();
  private ControlPlane plane;
  private String alias;

  @BeforeEach
  void start() {
    var listener = new ListenerSettings(Loopback.anyPort(), Optional.of(OWN_NETWORK));
    plane = ControlPlane.start(folder, all -> all.with(all.dns().withListeners(List.of(listener))));
    var lab = Lab.in(plane);
    lab.subscription("northwind");
    lab.network(OWN, "vnet-n", "10.9.0.0/16");
    var network = lab.network("vnet-a", "10.1.0.0/16");
    var storage = lab.storage("acct1");
    for (int i = 0; i < NAMES; i++)
      lab.endpoint("hidden" + i, Lab.wanted(network, storage, true, "blob"));
    for (int i = 0; i < 2 * NAMES; i++) lab.network("other" + i, "10.2.0.0/16");
    alias =
        lab.service(
                "web",
                PrivateLinkService.newBuilder().setAccessMode(AccessMode.ACCESS_MODE_RESTRICTED))
            .getAlias();
    var zone = lab.zone(HIDDEN_ZONE);
    for (int i = 0; i < NAMES; i++) lab.addressRecord(zone, "hidden" + i, "10.1.0.9");
    AccessLab.of(plane).grant("olga@contoso", "Owner", "tenants/contoso");
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void whatIsHiddenTakesAsLongAsWhatIsNotThere() {
    for (var caller : List.of(STRANGER, COLLEAGUE)) {
      compare("get, " + caller, get(caller, "hidden"), get(caller, "absent"));
      compare("delete, " + caller, delete(caller, "hidden"), delete(caller, "absent"));
      compare("list of a group, " + caller, list(caller, Lab.CONSUMER), list(caller, absent()));
    }
    compare(
        "list of a subscription",
        list(STRANGER, "subscriptions/contoso"),
        list(STRANGER, "subscriptions/absents"));
    compare("get in a subscription", get(STRANGER, "hidden"), getIn("subscriptions/absents"));
    compare("endpoint by alias", ask(any -> alias), ask(this::unknown));
    var dns = DnsClient.of(dnsAddress());
    compare(
        "DNS",
        i -> dns.udp("hidden" + i + "." + HIDDEN_ZONE, "A"),
        i -> dns.udp("absent" + i + "." + HIDDEN_ZONE.replace("hidden", "absent"), "A"));
    assertTrue(failures.isEmpty(), failures::toString);
  }

  private static String absent() {
    return Lab.CONSUMER.replaceFirst("net$", "not");
  }

  private static String endpoint(String kind, int number) {
    return Lab.CONSUMER + "/providers/Microsoft.Network/privateEndpoints/" + kind + number;
  }

  private IntConsumer get(String caller, String kind) {
    var stub = plane.stubAs(caller, PrivateEndpointServiceGrpc::newBlockingStub);
    return number ->
        refused(() ->
            stub.getPrivateEndpoint(
                GetPrivateEndpointRequest.newBuilder().setName(endpoint(kind, number)).build()));
  }

  private IntConsumer getIn(String subscription) {
    var stub = plane.stubAs(STRANGER, PrivateEndpointServiceGrpc::newBlockingStub);
    return number ->
        refused(() ->
            stub.getPrivateEndpoint(
                GetPrivateEndpointRequest.newBuilder()
                    .setName(
                        endpoint("hidden", number).replace("subscriptions/contoso", subscription))
                    .build()));
  }

  private IntConsumer delete(String caller, String kind) {
    var stub = plane.stubAs(caller, PrivateEndpointServiceGrpc::newBlockingStub);
    return number ->
        refused(() ->
            stub.deletePrivateEndpoint(
                DeletePrivateEndpointRequest.newBuilder()
                    .setName(endpoint(kind, number))
                    .setValidateOnly(true)
                    .build()));
  }

  private static void refused(org.junit.jupiter.api.function.Executable call) {
    var refusal = Refusal.of(call);
    assertTrue(
        List.of("RESOURCE_NOT_FOUND", "PRIVATE_LINK_SERVICE_ID_NOT_VALID")
            .contains(refusal.reason()),
        refusal::toString);
  }

  private IntConsumer list(String caller, String parent) {
    var stub = plane.stubAs(caller, VirtualNetworkServiceGrpc::newBlockingStub);
    var request = ListVirtualNetworksRequest.newBuilder().setParent(parent).build();
    return _ -> assertTrue(stub.listVirtualNetworks(request).getVirtualNetworksList().isEmpty());
  }

  private IntConsumer ask(java.util.function.IntFunction<String> target) {
    var stub = plane.stubAs(STRANGER, PrivateEndpointServiceGrpc::newBlockingStub);
    return number ->
        refused(() ->
            stub.createPrivateEndpoint(
                CreatePrivateEndpointRequest.newBuilder()
                    .setParent(OWN)
                    .setPrivateEndpointId("pe")
                    .setPrivateEndpoint(
                        PrivateEndpoint.newBuilder()
                            .setRegion(Lab.REGION)
                            .setSubnet(OWN_NETWORK + "/subnets/default")
                            .setPrivateLinkServiceConnection(
                                PrivateLinkServiceConnection.newBuilder()
                                    .setAlias(target.apply(number))
                                    .setManual(true)))
                    .setValidateOnly(true)
                    .build()));
  }

  /** Of the form of an alias, with another random part. */
  private String unknown(int number) {
    var parts = alias.split("\\.", 3);
    return "%s.%08x-0000-4000-8000-%012x.%s".formatted(parts[0], number + 1, number + 1, parts[2]);
  }

  private java.net.InetSocketAddress dnsAddress() {
    var address =
        plane
            .stub(DnsServiceGrpc::newBlockingStub)
            .getDnsStatus(GetDnsStatusRequest.getDefaultInstance())
            .getListeners(0)
            .getAddress();
    return Loopback.port(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
  }

  private void compare(String what, IntConsumer hidden, IntConsumer absent) {
    var both = List.of(hidden, absent);
    var times = List.of(new long[CALLS], new long[CALLS]);
    for (int i = -CALLS / 2; i < CALLS; i++) {
      int first = random.nextInt(2);
      for (int turn = 0; turn < 2; turn++) {
        int which = first ^ turn;
        int number = random.nextInt(NAMES);
        long begun = System.nanoTime();
        both.get(which).accept(number);
        if (i >= 0) times.get(which)[i] = System.nanoTime() - begun;
      }
    }
    double ratio = (double) median(times.getFirst()) / median(times.getLast());
    double longer = chanceOfLonger(times.getFirst(), times.getLast());
    System.out.printf(
        "timing: %-35s hidden %6.1f us, absent %6.1f us, ratio %.3f, longer %.3f%n",
        what, median(times.getFirst()) / 1e3, median(times.getLast()) / 1e3, ratio, longer);
    if (Math.abs(longer - 0.5) > MOST_FROM_HALF || Math.max(ratio, 1 / ratio) > MOST_RATIO)
      failures.add("%s: ratio %.3f, longer %.3f".formatted(what, ratio, longer));
  }

  private static long median(long[] times) {
    return IntStream.range(0, times.length)
        .mapToLong(i -> times[i])
        .sorted()
        .toArray()[times.length / 2];
  }

  /** Of a time of each, the chance that the first is the longer one (Mann and Whitney's U). */
  private static double chanceOfLonger(long[] first, long[] second) {
    var sorted = second.clone();
    java.util.Arrays.sort(sorted);
    double wins = 0;
    for (long time : first) {
      wins += lowerThan(sorted, time);
      wins += (lowerThan(sorted, time + 1) - lowerThan(sorted, time)) / 2.0;
    }
    return wins / first.length / second.length;
  }

  private static int lowerThan(long[] sorted, long time) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
