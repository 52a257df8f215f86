package io.postern.client.resource;

import com.google.protobuf.Timestamp;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.ExplainConnectionRequest;
import io.postern.v1.ExplainConnectionResponse;
import io.postern.v1.ExplainPastAnswerRequest;
import io.postern.v1.ExplainPastAnswerResponse;
import io.postern.v1.ExplainResolutionRequest;
import io.postern.v1.ExplainResolutionResponse;
import io.postern.v1.ExplainServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import java.time.Instant;

/** Why a connection or an answer of DNS is as it is: each check and step, in its order. */
public final class ExplainClient {
  private final Caller caller;

  /** Made by {@link io.postern.client.PosternClient}. */
  public ExplainClient(Caller caller) {
    this.caller = caller;
  }

  /**
   * Explains why a connection stands where it stands.
   *
   * @param name of the endpoint, or of the connection
   * @throws PosternException.NotFound when there is none, or the caller has neither side of it
   */
  public ExplainConnectionResponse connection(String name) {
    return explain(ExplainConnectionRequest.newBuilder().setName(name).build());
  }

  /**
   * Explains what a request for an endpoint would be told. A refusal is an explanation, too, and no
   * exception; nothing is created.
   *
   * @param parent the resource group to create it in
   * @param id the last segment of the new name
   */
  public ExplainConnectionResponse request(String parent, String id, PrivateEndpoint endpoint) {
    var request =
        CreatePrivateEndpointRequest.newBuilder()
            .setParent(parent)
            .setPrivateEndpointId(id)
            .setPrivateEndpoint(endpoint);
    return explain(ExplainConnectionRequest.newBuilder().setRequest(request).build());
  }

  private ExplainConnectionResponse explain(ExplainConnectionRequest request) {
    return caller.read(ExplainServiceGrpc.getExplainConnectionMethod(), request);
  }

  /**
   * Explains how a name is resolved in a view.
   *
   * @param virtualNetwork the name of the network; empty for the public view
   * @param name the name to ask for; the trailing dot may be left out
   * @param type the type to ask for, such as {@code A} or {@code TYPE65}; empty for {@code A}
   * @return each step, and the answer as it is sent
   */
  public ExplainResolutionResponse resolution(String virtualNetwork, String name, String type) {
    var request =
        ExplainResolutionRequest.newBuilder()
            .setVirtualNetwork(virtualNetwork)
            .setName(name)
            .setType(type)
            .build();
    return caller.read(ExplainServiceGrpc.getExplainResolutionMethod(), request);
  }

  /**
   * Tells what DNS answered at an earlier time, from when to when, and who caused it.
   *
   * @param virtualNetwork the name of the network; empty for the public view
   * @param name the name that was asked for; the trailing dot may be left out
   * @param type the type that was asked for; empty for {@code A}
   * @param time stands for the last revision that was made then or before
   * @return the answer with the entry of the audit that it began with, if the caller may see it
   * @throws PosternException.NotFound when there is no such network, or the caller may not see it
   * @throws PosternException.RevisionCompacted when the audit does not reach back so far
   */
  public ExplainPastAnswerResponse pastAnswer(
      String virtualNetwork, String name, String type, Instant time) {
    var at = Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano());
    return pastAnswer(question(virtualNetwork, name, type).setTime(at).build());
  }

  /**
   * The same at a revision.
   *
   * @param revisionToken of a write, or of whatever was read then
   */
  public ExplainPastAnswerResponse pastAnswer(
      String virtualNetwork, String name, String type, String revisionToken) {
    return pastAnswer(question(virtualNetwork, name, type).setRevisionToken(revisionToken).build());
  }

  private static ExplainPastAnswerRequest.Builder question(
      String virtualNetwork, String name, String type) {
    return ExplainPastAnswerRequest.newBuilder()
        .setVirtualNetwork(virtualNetwork)
        .setName(name)
        .setType(type);
  }

  private ExplainPastAnswerResponse pastAnswer(ExplainPastAnswerRequest request) {
    return caller.read(ExplainServiceGrpc.getExplainPastAnswerMethod(), request);
  }
}
