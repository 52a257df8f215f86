package io.postern.dns.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A response, with all of its body; its length is said by itself.
 *
 * @param headers header fields by their name in lower case
 */
public record Response(int status, Map<String, String> headers, ByteBuffer body) {
  public Response {
    headers = Map.copyOf(headers);
  }

  /** A sentence for whoever has to mend the request. */
  public static Response text(int status, String text) {
    return new Response(
        status,
        Map.of("content-type", "text/plain; charset=utf-8"),
        StandardCharsets.UTF_8.encode(text + "\n"));
  }

  /** This response with one more header field. */
  public Response with(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new Response(status, more, body);
  }
}
