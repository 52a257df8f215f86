package io.postern.server.subscription.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.util.List;
import java.util.Optional;

/**
 * The TXT record that proves a domain to be a subscription's: whoever can write it in public DNS
 * has the say over the domain.
 *
 * @param domain such as {@code contoso.com}
 * @param value the text of the record
 */
public record DomainChallenge(String domain, String value) {
  /** The label the record stands under; with an underscore, as no host has (RFC 8552). */
  static final String LABEL = "_postern-challenge";

  /** The name of the record. */
  public String record() {
    return LABEL + "." + domain;
  }

  /** The challenge that would prove a name: that of the domain it lies in. */
  public static DomainChallenge forName(String fqdn, Subscription owner) {
    var parent = fqdn.substring(fqdn.indexOf('.') + 1);
    return new DomainChallenge(parent.contains(".") ? parent : fqdn, owner.domainToken());
  }

  /**
   * Refuses a domain whose records do not prove it.
   *
   * @param texts the TXT records that stand at the name; empty when nobody could say
   */
  public void require(Optional<List<String>> texts) {
    if (texts.isEmpty()) {
      throw refused(
          "No upstream resolver says what '"
              + record()
              + "' has; configure one that answers, or have an administrator vouch for the"
              + " domain.");
    }
    if (!texts.get().contains(value)) {
      throw refused(
          "The domain '"
              + domain
              + "' is not proven: publish the TXT record '"
              + record()
              + "' with the text '"
              + value
              + "' and verify it again.");
    }
  }

  private ControlException refused(String message) {
    return ControlException.precondition(
        described(Problem.inField(Reason.PUBLIC_NAME_NOT_PROVEN, "domain", message)));
  }

  /** Refuses a public name in a domain that is not proven. */
  public ControlException refused(String fqdn, String field) {
    var problem =
        Problem.inField(
            Reason.PUBLIC_NAME_NOT_PROVEN,
            field,
            "The name '"
                + fqdn
                + "' is in a domain that is not proven to be yours: publish the TXT record '"
                + record()
                + "' with the text '"
                + value
                + "', or one at a domain above, and verify that domain.");
    return ControlException.precondition(described(problem).with("fqdn", fqdn));
  }

  private Problem described(Problem problem) {
    return problem.with("domain", domain).with("record", record()).with("value", value);
  }
}
