package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.postern.server.kernel.DocumentedReasons;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.ServedApi;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every method the server serves, whatever it is sent: an answer, or a refusal with a documented
 * reason and the status code that belongs to it. The methods are asked of the server, so that a new
 * one is covered by itself.
 */
class AnyRequestTest {
  private static final int REQUESTS_PER_METHOD = 20;

  @TempDir Path folder;
  private ControlPlane plane;
  private ServedApi api;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    Channel channel = plane.stub(any -> any);
    api = new ServedApi(channel);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void anEmptyRequestIsAnsweredOrRefusedWithAReason() throws IOException {
    var documented = DocumentedReasons.read();
    var faults = new ArrayList<String>();
    var methods = api.methods();

    for (var method : methods)
      fault(method, DynamicMessage.getDefaultInstance(method.getInputType()), documented)
          .ifPresent(faults::add);

    assertTrue(methods.size() > 60, "only " + methods.size() + " methods are served");
    assertEquals(List.of(), faults);
  }

  @Test
  void aNastyRequestIsAnsweredOrRefusedWithAReason() throws IOException {
    long seed = Long.getLong("postern.seed", System.nanoTime());
    System.out.println("AnyRequestTest seed " + seed + " (repeat with -Dpostern.seed)");
    var nasty = new NastyRequests(new Random(seed));
    var documented = DocumentedReasons.read();
    var faults = new ArrayList<String>();
    furnish();

    for (var method : api.methods()) {
      for (int i = 0; i < REQUESTS_PER_METHOD; i++)
        fault(method, nasty.of(method.getInputType()), documented)
            .ifPresent(fault -> faults.add("seed " + seed + ": " + fault));
    }

    assertEquals(List.of(), faults);
  }

  /** Something for the requests to hit. */
  private void furnish() {
    var lab = Lab.in(plane);
    var network = lab.network("vnet-a", "10.1.0.0/16");
    var storage =
        lab.resource(
            Lab.CONSUMER,
            "acct",
            PrivateLinkResource.newBuilder()
                .setType("Microsoft.Storage/storageAccounts")
                .setRegion(Lab.REGION)
                .build());
    lab.endpoint("pe", Lab.wanted(network, storage, true, "blob"));
    lab.service("web", PrivateLinkService.newBuilder());
    lab.zone("contoso.com");
  }

  private Optional<String> fault(
      MethodDescriptor method,
      DynamicMessage request,
      Map<String, DocumentedReasons.Entry> documented) {
    try {
      var _ = api.call(method, request);
      return Optional.empty();
    } catch (StatusRuntimeException refused) {
      var code = refused.getStatus().getCode();
      var reason = reason(refused);
      var entry = documented.get(reason);
      boolean sound =
          entry != null
              && entry.code().equals(code.name())
              && !Set.of("INTERNAL", "UNKNOWN", "UNIMPLEMENTED").contains(code.name());
      return sound
          ? Optional.empty()
          : Optional.of(
              method.getName() + " " + code + " " + reason + ": " + refused.getMessage() + request);
    }
  }

  private static String reason(StatusRuntimeException refused) {
    var details = Objects.requireNonNull(StatusProto.fromThrowable(refused)).getDetailsList();
    try {
      for (var detail : details) {
        if (detail.is(ErrorInfo.class)) return detail.unpack(ErrorInfo.class).getReason();
      }
      return "";
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
