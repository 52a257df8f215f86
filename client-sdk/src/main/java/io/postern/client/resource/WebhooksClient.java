package io.postern.client.resource;

import io.postern.client.call.WriteOptions;
import io.postern.client.call.Written;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import io.postern.v1.CreateWebhookRequest;
import io.postern.v1.Plan;
import io.postern.v1.ReplayWebhookRequest;
import io.postern.v1.RotateWebhookSecretRequest;
import io.postern.v1.Webhook;
import io.postern.v1.WebhookServiceGrpc;
import java.util.List;
import java.util.Optional;

/** Webhooks, in resource groups: watches whose changes the server posts to an HTTP receiver. */
public final class WebhooksClient extends ReadClient<Webhook> {
  private static final ResourceMethods<Webhook> METHODS =
      new ResourceMethods<>(
          WebhookServiceGrpc.getServiceDescriptor(), Webhook.getDefaultInstance());

  /** Made by {@link io.postern.client.PosternClient}. */
  public WebhooksClient(Caller caller) {
    super(caller, METHODS);
  }

  /**
   * A webhook with a new secret, which no other answer has.
   *
   * @param secret {@code whsec_} and the Base64 of 32 octets; empty for a plan
   */
  public record WithSecret(Written<Webhook> written, String secret) {
    /** Without the secret, so that it does not end in a log. */
    @Override
    public String toString() {
      return written.toString();
    }
  }

  /** Creates a webhook: {@link #create(String, String, Webhook, WriteOptions)} as usual. */
  public WithSecret create(String parent, String id, Webhook value) {
    return create(parent, id, value, WriteOptions.DEFAULT);
  }

  /**
   * Creates a webhook, which delivers what happens from then on.
   *
   * @param parent the resource group
   * @throws PosternException.FailedPrecondition when the server has no key to make secrets with
   */
  public WithSecret create(String parent, String id, Webhook value, WriteOptions options) {
    var request =
        CreateWebhookRequest.newBuilder()
            .setParent(parent)
            .setWebhookId(id)
            .setWebhook(value)
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .build();
    var answer = caller.write(WebhookServiceGrpc.getCreateWebhookMethod(), request, options);
    return new WithSecret(
        written(answer.getWebhook(), answer.getRevisionToken(), answer.hasPlan(), answer.getPlan()),
        answer.getSecret());
  }

  /** Changes a webhook: {@link #update(Webhook, WriteOptions, String...)} as usual. */
  public Written<Webhook> update(Webhook value, String... paths) {
    return update(value, WriteOptions.DEFAULT, paths);
  }

  /**
   * Changes a webhook, which goes on from where it is.
   *
   * @param paths as in {@link ResourceClient#update}
   */
  public Written<Webhook> update(Webhook value, WriteOptions options, String... paths) {
    return METHODS.update(caller, value, List.of(paths), options);
  }

  /** Deletes a webhook: {@link #delete(String, WriteOptions)} as usual. */
  public String delete(String name) {
    return delete(name, WriteOptions.DEFAULT);
  }

  /**
   * Deletes a webhook.
   *
   * @return the revision token of the deletion, opaque
   */
  public String delete(String name, WriteOptions options) {
    return METHODS.delete(caller, name, options);
  }

  /** Gives a webhook a new secret; for an hour requests are signed with the old one as well. */
  public WithSecret rotateSecret(String name, WriteOptions options) {
    var request =
        RotateWebhookSecretRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .build();
    var answer = caller.write(WebhookServiceGrpc.getRotateWebhookSecretMethod(), request, options);
    return new WithSecret(
        written(answer.getWebhook(), answer.getRevisionToken(), answer.hasPlan(), answer.getPlan()),
        answer.getSecret());
  }

  /**
   * Delivers again what came after a revision.
   *
   * @param afterRevisionToken of any answer or event
   * @throws PosternException.RevisionCompacted when changes after it are no longer kept
   */
  public Written<Webhook> replay(String name, String afterRevisionToken, WriteOptions options) {
    var request =
        ReplayWebhookRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setAfterRevisionToken(afterRevisionToken)
            .build();
    var answer = caller.write(WebhookServiceGrpc.getReplayWebhookMethod(), request, options);
    return written(
        answer.getWebhook(), answer.getRevisionToken(), answer.hasPlan(), answer.getPlan());
  }

  private static Written<Webhook> written(
      Webhook webhook, String revisionToken, boolean isPlan, Plan plan) {
    return new Written<>(webhook, revisionToken, isPlan ? Optional.of(plan) : Optional.empty());
  }
}
