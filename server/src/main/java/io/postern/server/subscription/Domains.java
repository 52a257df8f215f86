package io.postern.server.subscription;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.ReadTx;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.DomainChallenge;
import io.postern.server.subscription.model.ProvenDomain;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** The use cases by which a subscription shows that a domain is its own. */
final class Domains {
  private final PermittedResources permitted;

  @Inject
  Domains(PermittedResources permitted) {
    this.permitted = permitted;
  }

  /** What DNS has to say for a domain; for a caller that may prove it. */
  DomainChallenge challenge(ReadTx tx, RequestContext context, ResourceName name, String domain) {
    var subscription = permitted.get(tx, context, Subscription.KIND, "write", name);
    return new DomainChallenge(domain, subscription.domainToken());
  }

  /**
   * Takes a domain up that DNS was asked for.
   *
   * @param texts the TXT records of its challenge; empty when nobody could say
   */
  Subscription verify(
      WriteTx tx,
      RequestContext context,
      ResourceName name,
      String etag,
      String domain,
      Optional<List<String>> texts) {
    var challenge = challenge(tx, context, name, domain);
    var current = load(tx, context, name, etag);
    challenge.require(texts);
    return add(tx, current, new ProvenDomain(domain, tx.now(), false));
  }

  /** Takes a domain up on the word of an administrator. */
  Subscription vouch(
      WriteTx tx, RequestContext context, ResourceName name, String etag, String domain) {
    var current = load(tx, context, name, etag);
    if (!context.principal().isAdministrator()) {
      throw ControlException.of(
          new ControlError.PermissionDenied(
              Problem.of(
                      Reason.AUTHORIZATION_FAILED,
                      "Only an administrator of the server vouches for a domain; prove it by DNS.")
                  .with("action", Subscription.KIND.action("vouchForDomain/action"))));
    }
    return add(tx, current, new ProvenDomain(domain, tx.now(), true));
  }

  private static Subscription add(WriteTx tx, Subscription current, ProvenDomain proven) {
    var changed = current.withDomain(proven);
    if (changed.provenDomains().size() > current.provenDomains().size())
      Quota.PROVEN_DOMAINS.requireAtMost(current, changed.provenDomains().size());
    return tx.update(changed, "proved " + proven.domain());
  }

  Subscription forget(
      WriteTx tx, RequestContext context, ResourceName name, String etag, String domain) {
    return tx.update(load(tx, context, name, etag).withoutDomain(domain), "forgot " + domain);
  }

  private Subscription load(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    return permitted.get(tx, context, Subscription.KIND, "write", name, etag);
  }
}
