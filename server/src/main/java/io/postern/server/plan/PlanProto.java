package io.postern.server.plan;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.network.model.NetworkInterface.IpConfiguration;
import io.postern.server.rpc.Plans;
import io.postern.server.store.Change;
import io.postern.server.store.Change.Operation;
import io.postern.server.store.WriteTx;
import io.postern.v1.Plan;
import io.postern.v1.PlannedAddress;
import io.postern.v1.PlannedChange;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Predicate;

/**
 * From the changes of a write to the API's plan. What the caller may not read is left out, such as
 * the connection at a target of another tenant.
 */
final class PlanProto implements Plans {
  /** How many changes a plan tells of: a message has to be readable. */
  private static final int MOST_CHANGES = 1000;

  private final Policy policy;

  @Inject
  PlanProto(Policy policy) {
    this.policy = policy;
  }

  @Override
  public Plan of(WriteTx tx, RequestContext context) {
    Predicate<ResourceName> readable =
        name -> policy.permits(tx, context.principal(), name.armType() + "/read", name);
    var own =
        tx.changes().stream()
            .filter(change -> readable.test(change.name()))
            .limit(MOST_CHANGES)
            .toList();
    var plan = Plan.newBuilder();
    for (var change : own) {
      plan.addChanges(change(change));
      if (change.resource() instanceof NetworkInterface nic) addAddresses(plan, change, nic);
    }
    new PlannedDnsProto(tx, readable, plan).add(own);
    plan.addAllQuotas(PlannedQuotaProto.of(tx, readable, own));
    return plan.build();
  }

  private static PlannedChange change(Change change) {
    return PlannedChange.newBuilder()
        .setOperation(PlannedChange.Operation.valueOf("OPERATION_" + change.operation().name()))
        .setName(change.name().text())
        .build();
  }

  private static void addAddresses(Plan.Builder plan, Change change, NetworkInterface nic) {
    if (change.operation() == Operation.DELETED) return;
    var held =
        change
            .before()
            .map(before -> ((NetworkInterface) before).ipConfigurations())
            .orElse(List.of())
            .stream()
            .map(IpConfiguration::address)
            .toList();
    for (var configuration : nic.ipConfigurations()) {
      if (held.contains(configuration.address())) continue;
      plan.addAddresses(
          PlannedAddress.newBuilder()
              .setSubnet(nic.subnet().text())
              .setNetworkInterface(nic.name().text())
              .setGroupId(configuration.groupId())
              .setMemberName(configuration.memberName())
              .setIpAddress(configuration.address().toString()));
    }
  }
}
