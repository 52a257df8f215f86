package io.postern.server.link.model;

import io.postern.server.link.model.ConnectionPolicy.Consumer;
import io.postern.server.link.model.ConnectionPolicy.Listing;
import io.postern.server.link.model.ConnectionPolicy.Party;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * All that a target says in advance of those who ask: its policy, and a service's own list for
 * automatic approval.
 *
 * @param autoApproval subscriptions, or {@code *}; a private-link resource has none
 */
public record TargetLists(ConnectionPolicy policy, List<String> autoApproval) {
  public TargetLists {
    autoApproval = List.copyOf(autoApproval);
  }

  /** Whether the list for automatic approval has the consumer. Azure asks it at create only. */
  public boolean approvesAtOnce(Party party) {
    return !party.managed() && SubscriptionList.covers(autoApproval, party.subscription());
  }

  /**
   * What the lists say of a consumer that asked before. The list for automatic approval has a say
   * only where lists reconcile; otherwise it is for new requests alone, as in Azure.
   *
   * @param approvedFor how many connections of a consumer are approved at the target
   */
  public Listing listing(Party party, ToLongFunction<Consumer> approvedFor) {
    var listing = policy.listing(party, approvedFor);
    boolean auto = policy.reconcile() && approvesAtOnce(party);
    return auto && listing != Listing.REJECTED ? Listing.ACCEPTED : listing;
  }

  /** What they say apart from limits. */
  public Listing listing(Party party) {
    return listing(party, consumer -> 0);
  }

  /**
   * Whether a change to these lists moves a decided connection of a consumer: lists that reconcile
   * have the last word when they say something new. A decision made by hand stands until then.
   */
  public boolean overrule(TargetLists before, Party party) {
    if (!policy.reconcile()) return false;
    return !before.policy.reconcile() || before.listing(party) != listing(party);
  }
}
