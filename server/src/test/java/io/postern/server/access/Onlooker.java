package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.StreamReader;
import io.postern.v1.DeleteVirtualNetworkRequest;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetVirtualNetworkRequest;
import io.postern.v1.ListRecordSetsRequest;
import io.postern.v1.ListRoleAssignmentsRequest;
import io.postern.v1.ListVirtualNetworksRequest;
import io.postern.v1.QueryRequest;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RoleAssignmentServiceGrpc;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkServiceGrpc;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Looks at things as their callers see them, and holds that against the model of who may. */
final class Onlooker {
  private final ControlPlane plane;
  private final Random random;
  private final WhoSeesWhat model;
  private final List<String> history;
  private int shown;

  Onlooker(ControlPlane plane, Random random, WhoSeesWhat model, List<String> history) {
    this.plane = plane;
    this.random = random;
    this.model = model;
    this.history = history;
  }

  /** How many secrets were shown to who may see them. */
  int shown() {
    return shown;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  void look(String caller) {
    switch (random.nextInt(6)) {
      case 0 -> checkAll(caller);
      case 1 -> checkPages(caller);
      case 2 -> checkOne(caller);
      case 3 -> checkDns(caller);
      case 4 -> checkRecords(caller);
      default ->
          check(
              caller,
              () ->
                  plane
                      .stubAs(caller, RoleAssignmentServiceGrpc::newBlockingStub)
                      .listRoleAssignments(ListRoleAssignmentsRequest.getDefaultInstance()));
    }
  }

  private void checkAll(String caller) {
    var listed =
        plane
            .stubAs(caller, VirtualNetworkServiceGrpc::newBlockingStub)
            .listVirtualNetworks(
                ListVirtualNetworksRequest.newBuilder().setPageSize(1000).setParent("-").build());
    var expected =
        model.secrets().stream()
            .filter(it -> it.name().contains("virtualNetworks") && model.sees(caller, it))
            .map(WhoSeesWhat.Secret::name)
            .sorted()
            .toList();
    history.add(caller + " lists all");
    shown += expected.size();
    assertEquals(
        expected,
        listed.getVirtualNetworksList().stream().map(VirtualNetwork::getName).sorted().toList());
  }

  /** Pages of one, with each token as text: what it was made of counts, too. */
  private void checkPages(String caller) {
    var token = "";
    do {
      var request =
          ListVirtualNetworksRequest.newBuilder()
              .setParent("-")
              .setPageSize(1)
              .setPageToken(token)
              .build();
      var page =
          plane
              .stubAs(caller, VirtualNetworkServiceGrpc::newBlockingStub)
              .listVirtualNetworks(request);
      token = page.getNextPageToken();
      var decoded = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      requireNone(caller, page + decoded);
    } while (!token.isEmpty());
  }

  private void checkOne(String caller) {
    if (model.secrets().isEmpty()) return;
    var secret = any(model.secrets());
    if (!secret.name().contains("virtualNetworks")) return;
    history.add(caller + " gets and would delete " + secret.name());
    var networks = plane.stubAs(caller, VirtualNetworkServiceGrpc::newBlockingStub);
    var got =
        code(() ->
            networks.getVirtualNetwork(
                GetVirtualNetworkRequest.newBuilder().setName(secret.name()).build()));
    assertEquals(model.sees(caller, secret) ? Status.Code.OK : Status.Code.NOT_FOUND, got);
    var delete =
        DeleteVirtualNetworkRequest.newBuilder().setName(secret.name()).setValidateOnly(true);
    var deleted = text(() -> networks.deleteVirtualNetwork(delete.build()));
    // It names what it was asked for, and nothing else that is hidden.
    requireNone(caller, deleted.replace(secret.name(), ""));
  }

  private void checkDns(String caller) {
    if (model.linkedZones().isEmpty()) return;
    var asked = any(model.linkedZones());
    var networks =
        model.secrets().stream().filter(it -> it.name().contains("virtualNetworks")).toList();
    var from = any(networks);
    history.add(caller + " asks for " + asked + " from " + from.name());
    var answer =
        text(() ->
            plane
                .stubAs(caller, DnsServiceGrpc::newBlockingStub)
                .query(
                    QueryRequest.newBuilder()
                        .setVirtualNetwork(from.name())
                        .setName(asked + ".example")
                        .setType("TXT")
                        .build()));
    boolean linked =
        model.zoneLinkedTo(from.name()).filter(asked::equals).isPresent()
            && model.sees(caller, from);
    assertEquals(linked, answer.contains("says " + asked), answer);
    if (linked) shown++;
  }

  private void checkRecords(String caller) {
    var zones =
        model.secrets().stream().filter(it -> it.name().contains("privateDnsZones")).toList();
    if (zones.isEmpty()) return;
    var zone = any(zones);
    history.add(caller + " lists the records of " + zone.name());
    var answer =
        text(() ->
            plane
                .stubAs(caller, RecordSetServiceGrpc::newBlockingStub)
                .listRecordSets(ListRecordSetsRequest.newBuilder().setParent(zone.name()).build()));
    assertEquals(model.sees(caller, zone), answer.contains("says " + zone.word()), answer);
  }

  private void check(String caller, Supplier<Message> call) {
    requireNone(caller, text(call));
  }

  private void requireNone(String caller, String text) {
    shown += model.shown(text);
    assertEquals(List.of(), model.leaked(caller, text), () -> caller + " was told " + text);
  }

  /** Whatever a watch sent until it ended, or until it has everything. */
  void checkWatch(String watcher, StreamReader<WatchRequest, WatchResponse> watch, String last) {
    var after =
        plane
            .stub(VirtualNetworkServiceGrpc::newBlockingStub)
            .getVirtualNetwork(GetVirtualNetworkRequest.newBuilder().setName(last).build())
            .getRevisionToken();
    var seen = new StringBuilder();
    try {
      WatchResponse message;
      do {
        message = watch.next();
        seen.append(message);
      } while (number(message) < Long.parseLong(after.substring(1)));
    } catch (AssertionError ended) {
      if (!(ended.getCause() instanceof StatusRuntimeException thrown)) throw ended;
      assertEquals(Status.Code.ABORTED, thrown.getStatus().getCode());
    }
    assertEquals(List.of(), model.everLeaked(watcher, seen.toString()), () -> watcher + " watched");
    shown += model.shown(seen.toString());
  }

  private static long number(WatchResponse message) {
    boolean part = message.getKind() == WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT;
    return part ? 0 : Long.parseLong(message.getRevisionToken().substring(1));
  }

  static Status.Code code(Supplier<?> call) {
    try {
      var _ = call.get();
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  private static String text(Supplier<? extends Message> call) {
    try {
      return call.get().toString();
    } catch (StatusRuntimeException e) {
      return String.valueOf(StatusProto.fromThrowable(e));
    }
  }
}
