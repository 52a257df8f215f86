package io.postern.dns.lookup;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * A question and whom it is put to. Replies are kept by both: what one network's servers say of a
 * name is no answer for a network with other servers.
 *
 * @param servers of a forwarding rule, in order of preference; empty for the upstream resolvers
 */
public record Inquiry(Question question, List<InetSocketAddress> servers) {
  public Inquiry {
    servers = List.copyOf(servers);
  }

  /** The question to the upstream resolvers. */
  public static Inquiry upstream(Question question) {
    return new Inquiry(question, List.of());
  }
}
