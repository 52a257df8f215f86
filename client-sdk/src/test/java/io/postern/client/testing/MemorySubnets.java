package io.postern.client.testing;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.postern.v1.CreateSubnetRequest;
import io.postern.v1.CreateSubnetResponse;
import io.postern.v1.GetSubnetRequest;
import io.postern.v1.GetSubnetResponse;
import io.postern.v1.ListSubnetsRequest;
import io.postern.v1.ListSubnetsResponse;
import io.postern.v1.Subnet;
import io.postern.v1.SubnetServiceGrpc.SubnetServiceImplBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Subnets in memory: enough of the service to see how a client makes calls. It answers a repeated
 * request id with the first answer, as the API says.
 */
public final class MemorySubnets extends SubnetServiceImplBase {
  private final TreeMap<String, Subnet> subnets = new TreeMap<>();
  private final Map<String, CreateSubnetResponse> answered = new HashMap<>();
  private final List<CreateSubnetRequest> creates = new ArrayList<>();
  private final List<GetSubnetRequest> gets = new ArrayList<>();
  private final List<ListSubnetsRequest> lists = new ArrayList<>();

  @Override
  public synchronized void createSubnet(
      CreateSubnetRequest request, StreamObserver<CreateSubnetResponse> answer) {
    creates.add(request);
    var name = request.getParent() + "/subnets/" + request.getSubnetId();
    if (!answered.containsKey(request.getRequestId())) {
      if (subnets.containsKey(name)) {
        answer.onError(
            Errors.error(
                Status.Code.ALREADY_EXISTS,
                "There is a subnet " + name,
                "RESOURCE_ALREADY_EXISTS",
                Map.of("name", name)));
        return;
      }
      var subnet = request.getSubnet().toBuilder().setName(name).setEtag("1").build();
      subnets.put(name, subnet);
      var token = "r" + subnets.size();
      answered.put(
          request.getRequestId(),
          CreateSubnetResponse.newBuilder().setSubnet(subnet).setRevisionToken(token).build());
    }
    answer.onNext(answered.get(request.getRequestId()));
    answer.onCompleted();
  }

  @Override
  public synchronized void getSubnet(
      GetSubnetRequest request, StreamObserver<GetSubnetResponse> answer) {
    gets.add(request);
    var subnet = subnets.get(request.getName());
    if (subnet == null) {
      answer.onError(
          Errors.error(
              Status.Code.NOT_FOUND,
              "There is no subnet " + request.getName(),
              "RESOURCE_NOT_FOUND",
              Map.of("name", request.getName())));
      return;
    }
    answer.onNext(GetSubnetResponse.newBuilder().setSubnet(subnet).build());
    answer.onCompleted();
  }

  /** Pages of two, by the last name of the page before. */
  @Override
  public synchronized void listSubnets(
      ListSubnetsRequest request, StreamObserver<ListSubnetsResponse> answer) {
    lists.add(request);
    var rest = subnets.tailMap(request.getPageToken(), false);
    var page = rest.values().stream().limit(2).toList();
    var last = page.isEmpty() ? "" : page.get(page.size() - 1).getName();
    answer.onNext(
        ListSubnetsResponse.newBuilder()
            .addAllSubnets(page)
            .setNextPageToken(rest.size() > 2 ? last : "")
            .setRevisionToken("r" + subnets.size())
            .build());
    answer.onCompleted();
  }

  /** The create requests that got through, in order. */
  public synchronized List<CreateSubnetRequest> creates() {
    return List.copyOf(creates);
  }

  /** The get requests that got through, in order. */
  public synchronized List<GetSubnetRequest> gets() {
    return List.copyOf(gets);
  }

  /** The list requests that got through, in order. */
  public synchronized List<ListSubnetsRequest> lists() {
    return List.copyOf(lists);
  }

  /** How many subnets there are. */
  public synchronized int size() {
    return subnets.size();
  }
}
