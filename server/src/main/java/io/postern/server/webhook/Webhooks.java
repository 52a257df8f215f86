package io.postern.server.webhook;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.ChangeLog;
import io.postern.server.store.Delivery;
import io.postern.server.store.Scope;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.watch.FilteredLog;
import io.postern.server.webhook.model.Selection;
import io.postern.server.webhook.model.Webhook;
import jakarta.inject.Inject;
import java.util.TreeSet;

/** The use cases of webhooks. */
final class Webhooks {
  private final Policy policy;
  private final PermittedResources permitted;
  private final ChangeLog log;
  private final FilteredLog shown;

  @Inject
  Webhooks(Policy policy, PermittedResources permitted, ChangeLog log, FilteredLog shown) {
    this.policy = policy;
    this.permitted = permitted;
    this.log = log;
    this.shown = shown;
  }

  /**
   * @param key what the secret is made with
   */
  Webhook create(WriteTx tx, RequestContext context, Webhook wanted, SigningKey key) {
    policy.require(tx, context, Webhook.KIND, "write", wanted.name());
    requireSelection(context, wanted.selection());
    var subscription = tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow());
    Quota.WEBHOOKS.requireRoom(subscription, tx.count(Quota.WEBHOOKS.within(subscription.name())));
    var created =
        tx.create(wanted.withReader(reader(context)).rotated(key.id(), tx.now()), "created");
    tx.deliver(created.meta().uid(), Delivery.after(tx.revision(), 0));
    return created;
  }

  Webhook update(WriteTx tx, RequestContext context, Webhook wanted, String etag) {
    var current = permitted.get(tx, context, Webhook.KIND, "write", wanted.name(), etag);
    requireSelection(context, current.selection());
    requireSelection(context, wanted.selection());
    return tx.update(wanted.withReader(reader(context)), "updated");
  }

  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, Webhook.KIND, "delete", name, etag);
    tx.delete(current, "deleted");
    tx.forgetDelivery(current.meta().uid());
  }

  Webhook rotate(
      WriteTx tx, RequestContext context, ResourceName name, String etag, SigningKey key) {
    var current = permitted.get(tx, context, Webhook.KIND, "rotateSecret/action", name, etag);
    requireSelection(context, current.selection());
    return tx.update(current.rotated(key.id(), tx.now()), "given a new secret");
  }

  Webhook replay(
      WriteTx tx, RequestContext context, ResourceName name, String etag, Revision after) {
    var current = permitted.get(tx, context, Webhook.KIND, "replay/action", name, etag);
    if (after.isAfter(tx.reached()))
      throw ControlException.invalid(
          Reason.RESUME_TOKEN_INVALID,
          "after_revision_token",
          "There has been no revision " + after.token() + " yet.");
    if (log.oldest().isAfter(after)) throw compacted(after);
    var replayed = tx.update(current.replayed(after), "replayed after " + after.token());
    tx.deliver(replayed.meta().uid(), Delivery.after(after, replayed.replay().count()));
    return replayed;
  }

  private ControlException compacted(Revision after) {
    return ControlException.of(
        new ControlError.RevisionCompacted(
            Problem.of(
                    Reason.REVISION_COMPACTED,
                    "Changes after "
                        + after.token()
                        + " are no longer kept; replay from the oldest that is.")
                .with("oldestRevision", log.oldest().token())));
  }

  /** Refuses what can select nothing, and what only an administrator may select. */
  private void requireSelection(RequestContext context, Selection selection) {
    if (selection.allTenants()) policy.requireOnAll(context, Webhook.KIND.action("write"));
    var kinds = shown.kinds();
    for (var kind : selection.kinds()) {
      if (!kinds.contains(kind))
        throw ControlException.invalid(
            Reason.UNKNOWN_FIELD_VALUE,
            "webhook.kinds",
            "There is no kind of resource '"
                + kind
                + "'; there are "
                + String.join(", ", new TreeSet<>(kinds))
                + ".");
    }
    var scope = selection.scope();
    var _ = Scope.parse(scope, "webhook.scope");
    if (selection.namePrefix().length() > ResourceName.MAX_LENGTH)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "webhook.name_prefix",
          "A name has at most " + ResourceName.MAX_LENGTH + " characters.");
  }

  private static Webhook.Reader reader(RequestContext context) {
    return new Webhook.Reader(context.principal().id(), context.principal().actions());
  }
}
