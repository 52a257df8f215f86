package io.postern.dns.transport;

import io.postern.dns.codec.Edns;
import io.postern.dns.codec.QueryHead;
import io.postern.dns.codec.Signed;
import io.postern.dns.guard.ServerCookies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a response says to the options of its query, whatever else it says: a cookie, the server's
 * name, how long the connection is kept, padding. A query without EDNS costs nothing here.
 * Thread-safe.
 */
final class OptionAnswers {
  private static final int MAX_TENTHS = 0xffff;
  private static final int HEADER_LENGTH = 12;

  private final ServerCookies cookies;
  private final byte[] serverName;

  /**
   * @param serverName empty to say nothing
   */
  OptionAnswers(ServerCookies cookies, String serverName) {
    this.cookies = cookies;
    this.serverName = serverName.getBytes(StandardCharsets.UTF_8);
  }

  /** The way back of the response to a query. */
  WayBack wayBack(Sender sender, QueryHead head, Signed signed) {
    var proven =
        sender.address() == null || sender.transport().isConnected() || signed instanceof Signed.By;
    var edns = head.edns();
    var plain = new WayBack(sender, head, signed.seal(), proven);
    return edns == null
        ? plain
        : withPadding(edns, withKeepalive(edns, withName(edns, withCookie(edns, plain))));
  }

  private WayBack withCookie(Edns edns, WayBack back) {
    var cookie = edns.cookie();
    var client = back.to().address();
    if (cookie == null || client == null) {
      return back;
    }
    var checked = cookies.check(cookie, client);
    var head = back.head().withCookie(checked.answer());
    return new WayBack(back.to(), head, back.seal(), back.proven() || checked.valid());
  }

  private WayBack withName(Edns edns, WayBack back) {
    return edns.options().asksForServer() && serverName.length > 0
        ? back.with(back.head().withServerName(serverName))
        : back;
  }

  /** Over UDP there is nothing to keep, and the option means nothing (RFC 7828 §3.3.1). */
  private static WayBack withKeepalive(Edns edns, WayBack back) {
    var kept = edns.options().asksForKeepalive() ? back.to().reply().keptFor() : null;
    return kept == null ? back : back.with(back.head().withKeepalive(tenths(kept)));
  }

  /** In clear text there is nothing to hide (RFC 7830 §6). */
  private static WayBack withPadding(Edns edns, WayBack back) {
    if (!edns.options().padded() || !back.to().transport().isEncrypted()) {
      return back;
    }
    var signature = back.seal().sign(new byte[HEADER_LENGTH]).length - HEADER_LENGTH;
    return back.with(back.head().withPadding(signature));
  }

  private static int tenths(Duration kept) {
    return (int) Math.min(kept.toMillis() / 100, MAX_TENTHS);
  }
}
