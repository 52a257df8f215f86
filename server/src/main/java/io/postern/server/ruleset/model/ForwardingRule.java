package io.postern.server.ruleset.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.zone.model.DomainName;
import java.util.HashSet;
import java.util.List;

/**
 * One rule: names at and below the domain are asked of these servers.
 *
 * @param domain the root covers every name
 * @param servers in order of preference
 * @param enabled whether the rule counts
 */
public record ForwardingRule(
    String name, DomainName domain, List<TargetServer> servers, boolean enabled) {
  private static final String DOT = ".";

  public ForwardingRule {
    servers = List.copyOf(servers);
  }

  /**
   * Parses the domain of a rule, which ends in a dot as an absolute name does (RFC 1034 §3.1).
   *
   * @throws ControlException {@code InvalidArgument} with reason NAME_MALFORMED
   */
  public static DomainName domain(String text, String field) {
    if (text.equals(DOT)) return DomainName.ROOT;
    if (text.endsWith(DOT)) return DomainName.parse(text.substring(0, text.length() - 1), field);
    throw ControlException.invalid(
        Reason.NAME_MALFORMED,
        field,
        "The domain of a rule ends in a dot, such as corp.contoso.com., or is one for every name; '"
            + text
            + "' does not.");
  }

  /** The domain with its dot at the end. */
  public String absoluteDomain() {
    return domain.equals(DomainName.ROOT) ? DOT : domain + DOT;
  }

  void require(String field) {
    var list = field + ".target_dns_servers";
    if (servers.isEmpty())
      throw ControlException.invalid(
          Reason.INVALID_FIELD, list, "A rule names at least one server to forward to.");
    var seen = new HashSet<TargetServer>();
    for (int i = 0; i < servers.size(); i++) {
      var server = servers.get(i);
      server.require(list + "[" + i + "]");
      if (!seen.add(server))
        throw ControlException.invalid(
            Reason.INVALID_FIELD, list + "[" + i + "]", "The rule names " + server + " already.");
    }
  }
}
