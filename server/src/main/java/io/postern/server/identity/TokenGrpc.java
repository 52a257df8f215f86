package io.postern.server.identity;

import io.grpc.stub.StreamObserver;
import io.postern.server.identity.model.ApiToken;
import io.postern.server.identity.model.TokenText;
import io.postern.server.kernel.Page;
import io.postern.server.kernel.RequestContext;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.store.ReadTx;
import io.postern.v1.ApiTokenServiceGrpc.ApiTokenServiceImplBase;
import io.postern.v1.CreateApiTokenRequest;
import io.postern.v1.CreateApiTokenResponse;
import io.postern.v1.GetApiTokenRequest;
import io.postern.v1.GetApiTokenResponse;
import io.postern.v1.ListApiTokensRequest;
import io.postern.v1.ListApiTokensResponse;
import io.postern.v1.RevokeApiTokenRequest;
import io.postern.v1.RevokeApiTokenResponse;
import io.postern.v1.RotateApiTokenRequest;
import io.postern.v1.RotateApiTokenResponse;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * API tokens over gRPC. A secret is put into the answer after the write was made, so that it is not
 * among the answers that are remembered, which are on disk.
 */
final class TokenGrpc extends ApiTokenServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final Tokens tokens;
  private final SecureRandom random = new SecureRandom();

  @Inject
  TokenGrpc(Calls calls, ResourceReads reads, Tokens tokens) {
    this.calls = calls;
    this.reads = reads;
    this.tokens = tokens;
  }

  @Override
  public void createApiToken(
      CreateApiTokenRequest request, StreamObserver<CreateApiTokenResponse> out) {
    calls.outside(
        out,
        any -> {
          var text = TokenText.random(random);
          var answer =
              calls.write(
                  request,
                  new WriteOptions(request.getRequestId(), request.getValidateOnly()),
                  (tx, context) -> {
                    var wanted =
                        TokenProto.wanted(
                            ApiToken.name(text.id()), request.getApiToken(), context.principal());
                    var made = tokens.create(tx, context, wanted, text.hash());
                    return CreateApiTokenResponse.newBuilder()
                        .setApiToken(TokenProto.of(made))
                        .build();
                  });
          // A repeated request is answered with the token of the first.
          boolean isThisOne =
              answer.getApiToken().getName().equals(ApiToken.name(text.id()).text());
          return isThisOne && !request.getValidateOnly()
              ? answer.toBuilder().setSecret(text.reveal()).build()
              : answer;
        });
  }

  @Override
  public void getApiToken(GetApiTokenRequest request, StreamObserver<GetApiTokenResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var name = ApiToken.KIND.parse(request.getName(), "name");
          return GetApiTokenResponse.newBuilder()
              .setApiToken(TokenProto.of(tokens.get(tx, context, name)))
              .build();
        });
  }

  @Override
  public void listApiTokens(
      ListApiTokensRequest request, StreamObserver<ListApiTokensResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page = page(request, tx, context);
          return ListApiTokensResponse.newBuilder()
              .addAllApiTokens(page.items().stream().map(TokenProto::of).toList())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  private Page<ApiToken> page(ListApiTokensRequest request, ReadTx tx, RequestContext context) {
    Tokens.requireAction(context.principal(), Tokens.READ);
    return reads.listUnchecked(
        tx,
        ApiToken.KIND,
        request.getPageSize(),
        request.getPageToken(),
        token -> tokens.mayRead(context.principal(), token));
  }

  @Override
  public void rotateApiToken(
      RotateApiTokenRequest request, StreamObserver<RotateApiTokenResponse> out) {
    calls.outside(
        out,
        any -> {
          var name = ApiToken.KIND.parse(request.getName(), "name");
          var overlap = Protos.duration(request.getOverlap(), "overlap");
          var text = TokenText.random(name.id(), random);
          var made = new AtomicReference<@Nullable ApiToken>();
          var answer =
              calls.write(
                  request,
                  new WriteOptions(request.getRequestId(), request.getValidateOnly()),
                  (tx, context) -> {
                    var rotated =
                        tokens.rotate(tx, context, name, request.getEtag(), text.hash(), overlap);
                    made.set(rotated);
                    return RotateApiTokenResponse.newBuilder()
                        .setApiToken(TokenProto.of(rotated))
                        .build();
                  });
          // A repeated request is answered without a rotation.
          return made.get() != null && !request.getValidateOnly()
              ? answer.toBuilder().setSecret(text.reveal()).build()
              : answer;
        });
  }

  @Override
  public void revokeApiToken(
      RevokeApiTokenRequest request, StreamObserver<RevokeApiTokenResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name = ApiToken.KIND.parse(request.getName(), "name");
          tokens.revoke(tx, context, name, request.getEtag());
          return RevokeApiTokenResponse.getDefaultInstance();
        });
  }
}
