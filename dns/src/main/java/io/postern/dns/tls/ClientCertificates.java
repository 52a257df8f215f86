package io.postern.dns.tls;

/** Whether clients are asked for a certificate. */
public enum ClientCertificates {
  /** They are not asked. */
  NONE,
  /** They are asked; one that is shown has to be good. */
  OPTIONAL,
  /** A client without a good one is not served. */
  REQUIRED
}
