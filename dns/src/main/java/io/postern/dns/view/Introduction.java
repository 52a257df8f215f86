package io.postern.dns.view;

/**
 * What an encrypted connection says of its client's network: by the client's certificate, by the
 * path of a request, or by the name that the client called the server.
 */
public sealed interface Introduction {
  Introduction NONE = new None();

  /** Nothing is said. */
  record None() implements Introduction {}

  /** The client is of this network. */
  record Of(String networkKey) implements Introduction {}

  /**
   * A network is named that takes a certificate which the client does not have, or the client's
   * certificate is that of several networks. The client is refused.
   */
  record Unproven() implements Introduction {}
}
