package io.postern.cli.dns;

import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.NetworkNouns;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose view of DNS a command asks. */
public final class ViewOption {
  @Option(
      names = "--vnet",
      paramLabel = "NAME",
      description = "The virtual network to ask from. Default: none, which is the public view.")
  private @Nullable String vnet;

  /** The full name of the virtual network; empty for the public view. */
  public String network(PosternClient client, Session session) {
    return vnet == null
        ? ""
        : new NameResolver(client, session, new ScopeOptions()).resolve(NetworkNouns.VNET, vnet);
  }
}
