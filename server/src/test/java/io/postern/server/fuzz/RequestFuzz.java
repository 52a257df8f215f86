package io.postern.server.fuzz;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.RawCalls;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.ServedApi;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Any octets as a request of any method, to a whole server: answered, or refused with a reason that
 * is documented. The first line of an input names the method; one that names none gets some method.
 */
public final class RequestFuzz {
  /** Of calls that wait for something that does not come. */
  private static final long PATIENCE_MILLIS = 500;

  private static final Set<Status.Code> DEFECTS =
      EnumSet.of(Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.UNIMPLEMENTED);

  private static final RequestFuzz TARGET = new RequestFuzz();

  private final ControlPlane plane;
  private final TreeMap<String, MethodDescriptor> methods = new TreeMap<>();
  private final List<String> names;

  private RequestFuzz() {
    try {
      plane = ControlPlane.start(Files.createTempDirectory("fuzz"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    furnish();
    for (var method : new ServedApi(plane.channel()).methods())
      methods.put(method.getName(), method);
    names = List.copyOf(methods.keySet());
  }

  /** Something for requests to hit, by the names that the corpus has. */
  private void furnish() {
    var lab = Lab.in(plane);
    var network = lab.network("vnet-a", "10.1.0.0/16");
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var endpoint = lab.endpoint("pe", Lab.wanted(network, lab.storage("acct1"), true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    var _ = lab.service("web", PrivateLinkService.newBuilder());
  }

  /** Starts the server before the first input, which else would have to do so in its time. */
  public static void fuzzerInitialize() {
    if (TARGET.names.isEmpty()) throw new IllegalStateException("nothing is served");
  }

  public static void fuzzerTestOneInput(byte[] input) {
    int end = 0;
    while (end < input.length && input[end] != '\n') end++;
    var named = new String(input, 0, end, StandardCharsets.UTF_8);
    TARGET.call(named, Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length));
  }

  private MethodDescriptor method(String named) {
    var method = methods.get(named);
    if (method != null) return method;
    return Objects.requireNonNull(
        methods.get(names.get(Math.floorMod(named.hashCode(), names.size()))));
  }

  private void call(String named, byte[] request) {
    var method = method(named);
    try {
      call(method, request);
    } catch (StatusRuntimeException e) {
      var code = e.getStatus().getCode();
      if (DEFECTS.contains(code)) throw new AssertionError(method.getName() + " " + code, e);
      if (code == Status.Code.DEADLINE_EXCEEDED) return;
      if (Refusal.of(e).reason().isEmpty())
        throw new AssertionError(method.getName() + " refuses without a reason", e);
    }
  }

  private void call(MethodDescriptor method, byte[] request) {
    var name = method.getService().getFullName() + "/" + method.getName();
    var options = CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    if (!method.isServerStreaming()) {
      var raw = RawCalls.of(name, MethodType.UNARY);
      ClientCalls.blockingUnaryCall(plane.channel(), raw, options, request);
      return;
    }
    var raw = RawCalls.of(name, MethodType.SERVER_STREAMING);
    try (var open = Context.current().withCancellation()) {
      open.run(() -> {
        var answers =
            ClientCalls.blockingServerStreamingCall(plane.channel(), raw, options, request);
        if (answers.hasNext()) answers.next();
      });
    }
  }
}
