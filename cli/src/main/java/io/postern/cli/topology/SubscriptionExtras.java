package io.postern.cli.topology;

import com.google.protobuf.Message;
import io.postern.client.PosternClient;
import io.postern.client.call.WriteOptions;
import io.postern.v1.Quota;
import io.postern.v1.Subscription;
import java.util.ArrayList;
import java.util.List;

/**
 * What a subscription has that is not written with it but by verbs: registered providers and the
 * limits of quotas. A file can only add providers; what it does not name stays as it is.
 */
final class SubscriptionExtras {
  private SubscriptionExtras() {}

  /** What is not as the file says; nothing for other kinds. */
  static List<Difference> differences(Declaration<?> declaration, Message current) {
    if (!(current instanceof Subscription subscription)) return List.of();
    var found = new ArrayList<Difference>();
    var registered = subscription.getRegisteredProvidersList();
    for (var provider : declaration.providers()) {
      if (registered.stream().noneMatch(provider::equalsIgnoreCase))
        found.add(Difference.addition("registeredProviders", provider));
    }
    declaration
        .quotas()
        .forEach((name, limit) -> {
          var before = limit(subscription, name);
          if (!before.equals(limit.toString()))
            found.add(new Difference("quotas." + name, "", before, limit.toString(), false));
        });
    return found;
  }

  private static String limit(Subscription subscription, String name) {
    return subscription.getQuotasList().stream()
        .filter(quota -> quota.getName().equalsIgnoreCase(name))
        .map(Quota::getLimit)
        .map(String::valueOf)
        .findFirst()
        .orElse("");
  }

  /** Calls the verbs; repeating one changes nothing. */
  static void write(Declaration<?> declaration, PosternClient client) {
    var subscriptions = client.subscriptions();
    for (var provider : declaration.providers())
      subscriptions.registerProvider(declaration.name(), provider);
    declaration
        .quotas()
        .forEach((name, limit) ->
            subscriptions.setQuota(declaration.name(), name, limit, WriteOptions.DEFAULT));
  }
}
