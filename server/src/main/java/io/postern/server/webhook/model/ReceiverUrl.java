package io.postern.server.webhook.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** The URL of a receiver, of a form that can only mean one thing (RFC 3986). */
public record ReceiverUrl(String text) {
  public static final int MAX_LENGTH = 2048;

  private static final String FIELD = "webhook.url";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  public ReceiverUrl {
    if (text.isEmpty()) throw refused("A webhook needs the URL of its receiver.");
    if (text.length() > MAX_LENGTH)
      throw refused("The URL of a receiver has at most " + MAX_LENGTH + " characters.");
    var uri = parsed(text);
    var scheme = uri.getScheme();
    if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT)))
      throw refused("The URL of a receiver begins with https:// or http://.");
    if (uri.getHost() == null || uri.getHost().isEmpty() || uri.getPort() == 0)
      throw refused("The URL of a receiver names a host, such as https://hooks.example/postern.");
    if (uri.getPort() > 65_535) throw refused("The port of a receiver is at most 65535.");
    if (uri.getRawUserInfo() != null)
      throw refused("The URL of a receiver has no user; requests are signed instead.");
    if (uri.getRawFragment() != null)
      throw refused("The URL of a receiver has no fragment: it would not be sent.");
  }

  public URI uri() {
    return URI.create(text);
  }

  private static URI parsed(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw refused("This is not a URL: " + e.getReason() + ".");
    }
  }

  private static ControlException refused(String why) {
    return ControlException.invalid(Reason.INVALID_FIELD, FIELD, why);
  }

  @Override
  public String toString() {
    return text;
  }
}
