package io.postern.server.subscription.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A subscription: what resources belong to, and through it a tenant.
 *
 * @param registeredProviders resource provider namespaces, compared without case
 * @param provenDomains in alphabetical order, each once
 * @param limits quota limits set for this subscription, by quota name; the default holds for the
 *     others
 */
public record Subscription(
    ResourceName name,
    Meta meta,
    String tenant,
    String displayName,
    SortedSet<String> registeredProviders,
    List<ProvenDomain> provenDomains,
    Map<String, Long> limits,
    Map<String, String> tags)
    implements Resource {
  public static final Kind<Subscription> KIND =
      new Kind<>("subscription", Subscription.class, "subscription", "subscriptions/*");

  /** The provider that must be registered for private endpoints, on both sides. */
  public static final String NETWORK_PROVIDER = "Microsoft.Network";

  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern NAMESPACE =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z0-9]+)+");

  public Subscription {
    if (!TENANT.matcher(tenant).matches()) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "subscription.tenant",
          "The tenant must be 1-64 letters, digits, '.', '_' or '-', not '" + tenant + "'.");
    }
    if (displayName.length() > 128) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "subscription.display_name",
          "A display name has at most 128 characters.");
    }
    var sorted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    sorted.addAll(registeredProviders);
    registeredProviders = Collections.unmodifiableSortedSet(sorted);
    provenDomains =
        provenDomains.stream().sorted(Comparator.comparing(ProvenDomain::domain)).toList();
    limits = Map.copyOf(limits);
    tags = Map.copyOf(tags);
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public Subscription withMeta(Meta other) {
    return new Subscription(
        name, other, tenant, displayName, registeredProviders, provenDomains, limits, tags);
  }

  public Subscription withProvider(String namespace, boolean registered) {
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "provider",
          "'" + namespace + "' is not a provider namespace; write one such as Microsoft.Network.");
    }
    var providers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    providers.addAll(registeredProviders);
    if (registered) providers.add(namespace);
    else providers.remove(namespace);
    return new Subscription(
        name, meta, tenant, displayName, providers, provenDomains, limits, tags);
  }

  public Subscription withLimits(Map<String, Long> others) {
    return new Subscription(
        name, meta, tenant, displayName, registeredProviders, provenDomains, others, tags);
  }

  /** With a domain in place of an earlier proof of it. */
  public Subscription withDomain(ProvenDomain proven) {
    var domains = new ArrayList<>(withoutDomain(proven.domain()).provenDomains);
    domains.add(proven);
    return withDomains(domains);
  }

  public Subscription withoutDomain(String domain) {
    return withDomains(
        provenDomains.stream().filter(proven -> !proven.domain().equals(domain)).toList());
  }

  private Subscription withDomains(List<ProvenDomain> domains) {
    return new Subscription(
        name, meta, tenant, displayName, registeredProviders, domains, limits, tags);
  }

  /** Whether a public name lies in one of its proven domains. */
  public boolean hasProven(String fqdn) {
    return provenDomains.stream().anyMatch(proven -> proven.covers(fqdn));
  }

  /**
   * What proves in DNS that a domain is this subscription's. It follows from the id that no later
   * subscription of the name has, too.
   */
  public String domainToken() {
    try {
      var text = "domains of " + meta.uid();
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "postern-" + HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  public boolean isRegistered(String provider) {
    return registeredProviders.contains(provider);
  }

  /**
   * Refuses when the network provider is not registered here; private endpoints need it on both
   * sides.
   */
  public void requireNetworkProvider(Reason reason) {
    if (isRegistered(NETWORK_PROVIDER)) return;
    throw ControlException.precondition(
        Problem.of(
                reason,
                "The subscription '"
                    + name.id()
                    + "' is not registered for "
                    + NETWORK_PROVIDER
                    + "; register the provider there first.")
            .with("subscription", name.id())
            .with("provider", NETWORK_PROVIDER));
  }
}
