package io.postern.dns.tls;

import java.io.IOException;

/** A file of certificates or keys cannot be used; the message names it and says why. */
public final class UnusableCertificateException extends IOException {
  private static final long serialVersionUID = 1;

  UnusableCertificateException(String message) {
    super(message);
  }
}
