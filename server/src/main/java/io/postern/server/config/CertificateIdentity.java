package io.postern.server.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Who a client with a certificate is.
 *
 * @param name a name of the certificate: a dNSName, a URI such as {@code
 *     spiffe://contoso.com/node/rack7}, an e-mail address, or the common name where it has none of
 *     these
 * @param principal {@code NAME@TENANT}, or {@code administrator}
 * @param actions what it may do of what its tenant may, as Azure's actions; empty for all
 * @param virtualNetworks the networks that a DNS node with it may serve, and it may do nothing to
 *     others; empty for all that it may otherwise
 */
public record CertificateIdentity(
    String name, String principal, List<String> actions, List<String> virtualNetworks) {
  /** Who is no one's of a tenant. */
  public static final String ADMINISTRATOR = "administrator";

  private static final String PATH = "auth.certificates[].";
  private static final Pattern PRINCIPAL =
      Pattern.compile("[^@\\s\\p{Cntrl}]{1,128}@[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public CertificateIdentity {
    actions = List.copyOf(actions);
    virtualNetworks = List.copyOf(virtualNetworks);
    if (!principal.equals(ADMINISTRATOR) && !PRINCIPAL.matcher(principal).matches())
      throw new SettingException(
          PATH + "principal",
          "'" + principal + "' is neither NAME@TENANT, such as node@contoso, nor administrator.");
    ActionNames.require(PATH + "actions", actions);
    virtualNetworks.forEach(network -> NetworkNames.require(PATH + "virtualNetworks", network));
  }
}
