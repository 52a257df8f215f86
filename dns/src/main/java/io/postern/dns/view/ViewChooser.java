package io.postern.dns.view;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Decides which view answers a query. The first of these that says anything decides:
 *
 * <ol>
 *   <li>the listener's network
 *   <li>the network of the key that the query is signed with
 *   <li>the network that the client's certificate is bound to
 *   <li>the network that the path of the request is bound to, over HTTPS
 *   <li>the network that the name is bound to by which the client called the server (SNI)
 *   <li>the source that a proxy told, by longest prefix
 *   <li>the client subnet (RFC 7871) that a listed forwarder told, by longest prefix
 *   <li>the source address, by longest prefix
 *   <li>{@code unknownServed}: the public view, or none
 * </ol>
 *
 * <p>A key and a certificate are proofs. A path and a server's name are not: they are addresses,
 * like that of a listener, and whoever knows them can use them, unless the binding takes a
 * certificate as well.
 *
 * <p>A network that is named by one of the first five and that the index does not know is refused,
 * never guessed at. An address that several networks claim says nothing.
 *
 * @param forwarders whose client subnets count; those of others are as if they were not there
 * @param unknownServed whether a client of no network gets the public view; otherwise it is refused
 */
public record ViewChooser(PrefixSet forwarders, boolean unknownServed) {

  /**
   * What was decided.
   *
   * @param view null refuses the query
   * @param subnetHeard whether the sender's client subnets count, so that the response repeats it
   * @param subnetScope for how many bits of the client subnet the decision holds; 0 where it had no
   *     part in it
   */
  public record Choice(@Nullable NetworkView view, boolean subnetHeard, int subnetScope) {}

  /**
   * Decides for one query.
   *
   * @param signer the network of the key that the query is signed with; null if it is not signed
   * @param subnet what the query says of the client behind the sender; null if nothing
   */
  public Choice choose(
      ZoneIndex index, Client client, @Nullable String signer, @Nullable Prefix subnet) {
    var heard = forwarders.contains(client.source());
    var named = client.networkKey() != null ? client.networkKey() : signer;
    if (named != null) {
      return new Choice(viewOf(index, named), heard, 0);
    }
    switch (client.introduction()) {
      case Introduction.Of(var network) -> {
        return new Choice(viewOf(index, network), heard, 0);
      }
      case Introduction.Unproven _ -> {
        return new Choice(null, heard, 0);
      }
      case Introduction.None _ -> {}
    }
    var ofSource = index.prefixes().networkOf(client.source());
    if (client.proxied() && ofSource.isPresent()) {
      return new Choice(view(index, ofSource), heard, 0);
    }
    if (!heard || subnet == null) {
      return new Choice(view(index, ofSource), heard, 0);
    }
    // That the subnet is nobody's is an answer as well, and holds as far as the scope says.
    var match = index.prefixes().match(subnet);
    var network = match.network().isPresent() ? match.network() : ofSource;
    return new Choice(view(index, network), true, match.scope());
  }

  private @Nullable NetworkView view(ZoneIndex index, OptionalInt network) {
    return view(index, network.isPresent() ? network.getAsInt() : NetworkView.NO_NETWORK);
  }

  private @Nullable NetworkView view(ZoneIndex index, int network) {
    if (network != NetworkView.NO_NETWORK) {
      return index.view(network);
    }
    return unknownServed ? index.publicView() : null;
  }

  /**
   * Decides for a query that has neither a signature nor a client subnet and came from no proxy;
   * the same as {@link #choose}, without making an object.
   *
   * @param networkKey the listener's network; null if it is bound to none
   * @param high of the source address, as a {@link Prefix} has it
   * @return null refuses the query
   */
  public @Nullable NetworkView chooseDirect(
      ZoneIndex index, @Nullable String networkKey, boolean ipv4, long high, long low) {
    return networkKey != null
        ? viewOf(index, networkKey)
        : view(index, index.prefixes().networkOf(ipv4, high, low));
  }

  /** The view of the network called {@code networkKey}, null if there is none. */
  public static @Nullable NetworkView viewOf(ZoneIndex index, String networkKey) {
    return index.view(networkKey);
  }
}
