package io.postern.client.resource;

import com.google.protobuf.Duration;
import io.postern.client.call.Listing;
import io.postern.client.call.WriteOptions;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import io.postern.v1.ApiToken;
import io.postern.v1.ApiTokenServiceGrpc;
import io.postern.v1.CreateApiTokenRequest;
import io.postern.v1.CreateApiTokenResponse;
import io.postern.v1.RevokeApiTokenRequest;
import io.postern.v1.RotateApiTokenRequest;
import io.postern.v1.RotateApiTokenResponse;

/**
 * API tokens: what programs show to act for somebody. A secret is told in the answer that makes it
 * and never again; when that answer is lost, the repeat of the call has none, and the token is
 * rotated or revoked.
 */
public final class ApiTokensClient extends ReadClient<ApiToken> {
  private static final ResourceMethods<ApiToken> METHODS =
      new ResourceMethods<>(
          ApiTokenServiceGrpc.getServiceDescriptor(), ApiToken.getDefaultInstance());

  /** Made by {@link io.postern.client.PosternClient}. */
  public ApiTokensClient(Caller caller) {
    super(caller, METHODS);
  }

  /** Lists the tokens that the caller may see. */
  public Listing<ApiToken> list() {
    return list("");
  }

  /**
   * Makes a token.
   *
   * @param token whom it is for, its actions, networks and lifetime; all may be left out
   * @return the token, and its secret
   * @throws PosternException.PermissionDenied when it would be for somebody else, or could do more
   *     than the caller
   */
  public CreateApiTokenResponse create(ApiToken token, WriteOptions options) {
    var request =
        CreateApiTokenRequest.newBuilder()
            .setApiToken(token)
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .build();
    return caller.write(ApiTokenServiceGrpc.getCreateApiTokenMethod(), request, options);
  }

  /**
   * Gives a token a new secret and a new life.
   *
   * @param overlap how long the secret before stays good, not negative
   * @return the token, and its new secret
   */
  public RotateApiTokenResponse rotate(
      String name, java.time.Duration overlap, WriteOptions options) {
    var request =
        RotateApiTokenRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setOverlap(
                Duration.newBuilder().setSeconds(overlap.getSeconds()).setNanos(overlap.getNano()))
            .build();
    return caller.write(ApiTokenServiceGrpc.getRotateApiTokenMethod(), request, options);
  }

  /**
   * Makes a token good for nothing; streams that were opened with it end.
   *
   * @return the revision token, at which servers know it
   */
  public String revoke(String name, WriteOptions options) {
    var request =
        RevokeApiTokenRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .build();
    return caller
        .write(ApiTokenServiceGrpc.getRevokeApiTokenMethod(), request, options)
        .getRevisionToken();
  }
}
