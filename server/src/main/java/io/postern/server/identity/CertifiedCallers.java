package io.postern.server.identity;

import io.postern.server.auth.Credentials.Certificate;
import io.postern.server.auth.Headers;
import io.postern.server.auth.Identity;
import io.postern.server.auth.Identity.Method;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.CertificateIdentity;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who the clients with certificates are, by the names in these. */
final class CertifiedCallers {
  private final Map<String, CertificateIdentity> byName;

  @Inject
  CertifiedCallers(AuthSettings settings) {
    this.byName =
        settings.certificates().stream()
            .collect(Collectors.toMap(it -> canonical(it.name()), Function.identity()));
  }

  /** Domain names are the same in either case; URIs and the names of e-mail addresses are not. */
  private static String canonical(String name) {
    return name.contains(":") || name.contains("@") ? name : name.toLowerCase(Locale.ROOT);
  }

  Identity identity(Certificate certificate, Instant now) {
    if (!now.isBefore(certificate.until()))
      throw ControlException.of(
          new ControlError.Unauthenticated(
              Problem.of(
                      Reason.CREDENTIAL_EXPIRED,
                      "The client's certificate has expired since the connection began; connect"
                          + " with another.")
                  .with("expireTime", certificate.until().toString())));
    var known = certificate.names().stream().filter(byName::containsKey).toList();
    if (known.size() != 1)
      throw ControlException.unauthenticated(
          Reason.UNAUTHENTICATED,
          known.isEmpty()
              ? "No name of the client's certificate is in auth.certificates; send a token, or have"
                  + " the certificate listed."
              : "The client's certificate has several names of auth.certificates; which is meant is"
                  + " not known.");
    var name = known.getFirst();
    return Identity.proven(
        principal(Objects.requireNonNull(byName.get(name))),
        Method.CERTIFICATE,
        name,
        certificate.until());
  }

  private static Principal principal(CertificateIdentity settings) {
    var who =
        settings.principal().equals(CertificateIdentity.ADMINISTRATOR)
            ? Principal.ADMINISTRATOR
            : Headers.principal(settings.principal(), "auth.certificates[].principal");
    var limited =
        settings.actions().isEmpty()
            ? who
            : who.limitedTo(
                Headers.actions(
                    String.join(",", settings.actions()), "auth.certificates[].actions"));
    return limited.limitedTo(settings.virtualNetworks().stream().map(ResourceName::of).toList());
  }
}
