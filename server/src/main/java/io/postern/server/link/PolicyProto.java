package io.postern.server.link;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.link.model.ConnectionPolicy;
import io.postern.server.link.model.ConnectionPolicy.Breadth;
import io.postern.server.link.model.ConnectionPolicy.Consumer;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Protos;
import io.postern.server.subscription.model.Subscription;
import io.postern.v1.ConnectionPolicy.ConsumerEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Between the API's connection policies and the model's. */
final class PolicyProto {
  /** How many entries each of a policy's lists has at most. */
  static final int MAX_ENTRIES = 500;

  private PolicyProto() {}

  static io.postern.v1.ConnectionPolicy of(ConnectionPolicy policy) {
    var message =
        io.postern.v1.ConnectionPolicy.newBuilder()
            .addAllAcceptList(policy.acceptList().stream().map(PolicyProto::entry).toList())
            .addAllRejectList(policy.rejectList().stream().map(PolicyProto::entry).toList())
            .setReconcile(policy.reconcile())
            .setRejectIsFinal(policy.rejectIsFinal());
    policy.pendingTtl().ifPresent(ttl -> message.setPendingTtl(Protos.duration(ttl)));
    return message.build();
  }

  private static ConsumerEntry entry(Consumer consumer) {
    var entry = ConsumerEntry.newBuilder().setConnectionLimit(consumer.connectionLimit());
    return switch (consumer.breadth()) {
      case TENANT -> entry.setTenant(consumer.id()).build();
      case SUBSCRIPTION -> entry.setSubscription(consumer.id()).build();
      case VIRTUAL_NETWORK -> entry.setVirtualNetwork(consumer.id()).build();
    };
  }

  static ConnectionPolicy model(io.postern.v1.ConnectionPolicy message, String field) {
    Optional<Duration> ttl =
        message.hasPendingTtl()
            ? Optional.of(Protos.duration(message.getPendingTtl(), field + ".pending_ttl"))
            : Optional.empty();
    if (ttl.isPresent() && (ttl.get().isNegative() || ttl.get().isZero())) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + ".pending_ttl",
          "A request stays pending for more than no time; leave it unset for no limit.");
    }
    return new ConnectionPolicy(
        consumers(message.getAcceptListList(), field + ".accept_list"),
        consumers(message.getRejectListList(), field + ".reject_list"),
        message.getReconcile(),
        ttl,
        message.getRejectIsFinal());
  }

  private static List<Consumer> consumers(List<ConsumerEntry> entries, String field) {
    if (entries.size() > MAX_ENTRIES) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field,
          "The list has at most " + MAX_ENTRIES + " entries; an entry for a tenant covers many.");
    }
    var consumers = new ArrayList<Consumer>();
    var named = new HashSet<String>();
    for (int i = 0; i < entries.size(); i++) {
      var consumer = consumer(entries.get(i), field + "[" + i + "]");
      consumers.add(consumer);
      if (named.add(consumer.breadth() + consumer.id().toLowerCase(Locale.ROOT))) continue;
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + "[" + i + "]",
          "'" + consumer.id() + "' is on the list twice; keep one entry, with one limit.");
    }
    return consumers;
  }

  private static Consumer consumer(ConsumerEntry entry, String field) {
    int limit = entry.getConnectionLimit();
    if (limit < 0)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + ".connection_limit",
          "A limit is 1 or more, or 0 for none.");
    return switch (entry.getConsumerCase()) {
      case TENANT ->
          new Consumer(
              Breadth.TENANT, Protos.required(entry.getTenant(), field + ".tenant"), limit);
      case SUBSCRIPTION ->
          new Consumer(
              Breadth.SUBSCRIPTION,
              Subscription.KIND.parse(entry.getSubscription(), field + ".subscription").text(),
              limit);
      case VIRTUAL_NETWORK ->
          new Consumer(
              Breadth.VIRTUAL_NETWORK,
              VirtualNetwork.KIND
                  .parse(entry.getVirtualNetwork(), field + ".virtual_network")
                  .text(),
              limit);
      case CONSUMER_NOT_SET ->
          throw ControlException.invalid(
              Reason.INVALID_FIELD,
              field,
              "An entry names a tenant, a subscription or a virtual network.");
    };
  }
}
