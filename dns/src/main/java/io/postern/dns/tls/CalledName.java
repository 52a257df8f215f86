package io.postern.dns.tls;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/**
 * Takes any name that a client calls the server in one handshake (SNI), and remembers it. A session
 * that is taken up again knows only how the server was called in its first handshake.
 */
final class CalledName extends SNIMatcher {
  private volatile @Nullable String name;

  CalledName() {
    super(StandardConstants.SNI_HOST_NAME);
  }

  @Override
  public boolean matches(SNIServerName called) {
    name = Bindings.canonical(new SNIHostName(called.getEncoded()).getAsciiName());
    return true;
  }

  /** The name in a handshake with these parameters, in lower case; null if there was none. */
  static @Nullable String of(SSLParameters parameters) {
    for (var matcher : parameters.getSNIMatchers()) {
      if (matcher instanceof CalledName called) {
        return called.name;
      }
    }
    return null;
  }
}
