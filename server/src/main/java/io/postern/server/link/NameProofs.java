package io.postern.server.link;

import io.postern.server.config.RuleSettings;
import io.postern.server.config.RuleSettings.ProvenDomains;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.link.model.PublicRecord;
import io.postern.server.store.ReadTx;
import io.postern.server.subscription.model.DomainChallenge;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether an owner may use public names: a resource those that its type has, and beyond them only
 * names in domains that its subscription has proven. Names that are there already are not asked
 * about again.
 */
final class NameProofs {
  private final RuleSettings rules;
  private final ResourceTypes types;

  @Inject
  NameProofs(RuleSettings rules, ResourceTypes types) {
    this.rules = rules;
    this.types = types;
  }

  void require(ReadTx tx, PrivateLinkResource wanted) {
    if (rules.provenDomains() == ProvenDomains.OFF) return;
    var known = new HashSet<String>();
    tx.find(PrivateLinkResource.KIND, wanted.name())
        .ifPresent(current -> known.addAll(names(current)));
    var groups = types.groups(tx, wanted.type(), wanted.variant());
    var unproven = new HashSet<>(names(wanted));
    unproven.removeAll(known);
    unproven.removeIf(name -> groups.stream().anyMatch(group -> group.hasPublicName(name)));
    require(tx, wanted.name(), unproven, "private_link_resource.public_names");
  }

  private static Set<String> names(PrivateLinkResource resource) {
    var names = new HashSet<String>();
    resource.publicNames().forEach(name -> names.add(name.fqdn()));
    resource.publicRecords().stream().map(PublicRecord::name).forEach(names::add);
    return names;
  }

  /** A service is of no type that would have names: each of its names needs a proof. */
  void require(ReadTx tx, PrivateLinkService wanted) {
    if (rules.provenDomains() == ProvenDomains.OFF) return;
    var unproven = new HashSet<>(wanted.fqdns());
    tx.find(PrivateLinkService.KIND, wanted.name())
        .ifPresent(current -> current.fqdns().forEach(unproven::remove));
    require(tx, wanted.name(), unproven, "private_link_service.fqdns");
  }

  private static void require(ReadTx tx, ResourceName resource, Set<String> names, String field) {
    var owner = tx.get(Subscription.KIND, resource.subscription().orElseThrow());
    names.stream()
        .filter(name -> !owner.hasProven(name))
        .sorted()
        .findFirst()
        .ifPresent(name -> {
          throw DomainChallenge.forName(name, owner).refused(name, field);
        });
  }
}
