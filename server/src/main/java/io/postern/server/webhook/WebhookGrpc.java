package io.postern.server.webhook;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.webhook.model.Webhook;
import io.postern.v1.CreateWebhookRequest;
import io.postern.v1.CreateWebhookResponse;
import io.postern.v1.DeleteWebhookRequest;
import io.postern.v1.DeleteWebhookResponse;
import io.postern.v1.GetWebhookRequest;
import io.postern.v1.GetWebhookResponse;
import io.postern.v1.ListWebhooksRequest;
import io.postern.v1.ListWebhooksResponse;
import io.postern.v1.ReplayWebhookRequest;
import io.postern.v1.ReplayWebhookResponse;
import io.postern.v1.RotateWebhookSecretRequest;
import io.postern.v1.RotateWebhookSecretResponse;
import io.postern.v1.UpdateWebhookRequest;
import io.postern.v1.UpdateWebhookResponse;
import io.postern.v1.WebhookServiceGrpc.WebhookServiceImplBase;
import jakarta.inject.Inject;

/**
 * Webhooks over gRPC. A secret is put into an answer after the write: what is remembered for a
 * repeated request id, and so is in the database and in backups, does not have it.
 */
final class WebhookGrpc extends WebhookServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final Webhooks useCases;
  private final SigningKeys keys;

  @Inject
  WebhookGrpc(Calls calls, ResourceReads reads, Webhooks useCases, SigningKeys keys) {
    this.calls = calls;
    this.reads = reads;
    this.useCases = useCases;
    this.keys = keys;
  }

  @Override
  public void createWebhook(
      CreateWebhookRequest request, StreamObserver<CreateWebhookResponse> out) {
    var options = new WriteOptions(request.getRequestId(), request.getValidateOnly());
    calls.outside(
        out,
        store -> {
          var name =
              NewNames.child(
                  Webhook.KIND, request.getParent(), request.getWebhookId(), "webhook_id");
          var key = keys.require();
          var answer =
              calls.write(
                  request,
                  options,
                  (tx, context) -> {
                    var wanted = WebhookProto.model(name, request.getWebhook());
                    return CreateWebhookResponse.newBuilder()
                        .setWebhook(WebhookProto.of(useCases.create(tx, context, wanted, key)))
                        .build();
                  });
          if (options.validateOnly()) return answer;
          return answer.toBuilder().setSecret(secret(key, answer.getWebhook())).build();
        });
  }

  @Override
  public void getWebhook(GetWebhookRequest request, StreamObserver<GetWebhookResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var webhook = reads.get(tx, context, Webhook.KIND, request.getName());
          return GetWebhookResponse.newBuilder()
              .setWebhook(WebhookProto.withDelivery(tx, webhook))
              .build();
        });
  }

  @Override
  public void listWebhooks(ListWebhooksRequest request, StreamObserver<ListWebhooksResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  Webhook.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListWebhooksResponse.newBuilder()
              .addAllWebhooks(page.map(webhook -> WebhookProto.withDelivery(tx, webhook)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateWebhook(
      UpdateWebhookRequest request, StreamObserver<UpdateWebhookResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getWebhook();
          var current = reads.get(tx, context, Webhook.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  WebhookProto.of(current), wanted, request.getUpdateMask(), "webhook");
          var updated =
              useCases.update(tx, context, WebhookProto.model(current, merged), wanted.getEtag());
          return UpdateWebhookResponse.newBuilder().setWebhook(WebhookProto.of(updated)).build();
        });
  }

  @Override
  public void deleteWebhook(
      DeleteWebhookRequest request, StreamObserver<DeleteWebhookResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          useCases.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteWebhookResponse.getDefaultInstance();
        });
  }

  @Override
  public void rotateWebhookSecret(
      RotateWebhookSecretRequest request, StreamObserver<RotateWebhookSecretResponse> out) {
    var options = new WriteOptions(request.getRequestId(), request.getValidateOnly());
    calls.outside(
        out,
        store -> {
          var name = name(request.getName());
          var key = keys.require();
          var answer =
              calls.write(
                  request,
                  options,
                  (tx, context) ->
                      RotateWebhookSecretResponse.newBuilder()
                          .setWebhook(
                              WebhookProto.of(
                                  useCases.rotate(tx, context, name, request.getEtag(), key)))
                          .build());
          if (options.validateOnly()) return answer;
          return answer.toBuilder().setSecret(secret(key, answer.getWebhook())).build();
        });
  }

  @Override
  public void replayWebhook(
      ReplayWebhookRequest request, StreamObserver<ReplayWebhookResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var field = "after_revision_token";
          var after =
              Revision.parse(Protos.required(request.getAfterRevisionToken(), field), field);
          var name = name(request.getName());
          var replayed = useCases.replay(tx, context, name, request.getEtag(), after);
          return ReplayWebhookResponse.newBuilder().setWebhook(WebhookProto.of(replayed)).build();
        });
  }

  private static ResourceName name(String text) {
    return Webhook.KIND.parse(text, "name");
  }

  private static String secret(SigningKey key, io.postern.v1.Webhook webhook) {
    return key.secret(webhook.getUid(), webhook.getSecretGeneration());
  }
}
