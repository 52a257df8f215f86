package io.postern.dns.transport;

import io.postern.dns.codec.TsigKey;
import io.postern.dns.view.PrefixSet;
import java.util.List;

/**
 * Whose word is taken for who asks. Nobody's, unless it is listed.
 *
 * @param keys with which queries may be signed (RFC 8945)
 * @param proxies that put a PROXY header, version 2, before each datagram and connection; from them
 *     it is required
 * @param subnetForwarders whose client subnets count (RFC 7871)
 */
public record Trust(List<TsigKey> keys, PrefixSet proxies, PrefixSet subnetForwarders) {
  public static final Trust NOBODY = new Trust(List.of(), PrefixSet.NONE, PrefixSet.NONE);

  public Trust {
    keys = List.copyOf(keys);
  }
}
