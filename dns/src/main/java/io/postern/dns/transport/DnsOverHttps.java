package io.postern.dns.transport;

import io.postern.dns.codec.SmallestTtl;
import io.postern.dns.http.Request;
import io.postern.dns.http.Response;
import io.postern.dns.tls.Bindings;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * From a request of HTTP to a query and back (RFC 8484).
 *
 * <p>A request that has no query in it is answered with a status that says so. A query has the
 * status 200 whatever its response says, as HTTP has done what it was asked for. Responses are
 * private: what one client is told is not what a cache between may tell another.
 */
final class DnsOverHttps {
  /** The path that is served without being bound (RFC 8484 §4.1 leaves it to servers). */
  static final String PATH = "/dns-query";

  private static final String MESSAGE = "application/dns-message";
  private static final String PARAMETER = "dns=";
  private static final String METHODS = "GET, POST";

  private final Responder responder;
  private final Bindings bindings;

  DnsOverHttps(Responder responder, Bindings bindings) {
    this.responder = responder;
    this.bindings = bindings;
  }

  /** A request cannot be answered with anything but this. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Response response;

    Refusal(Response response) {
      super(null, null, false, false);
      this.response = response;
    }

    Refusal(int status, String text) {
      this(Response.text(status, text));
    }
  }

  void answer(Request request, Consumer<Response> back) {
    try {
      var path = path(request);
      var message = message(request);
      var client = request.client().with(bindings.introduce(request.peer(), path));
      responder.answer(message, client, Transport.HTTPS, new HttpReply(back));
    } catch (Refusal refusal) {
      back.accept(refusal.response);
    }
  }

  /** The path without its query, of one that is served. */
  private String path(Request request) throws Refusal {
    // A whole URI is taken as well as its path (RFC 9112 §3.2.2).
    var path = request.target().split("\\?", 2)[0].replaceFirst("^https://[^/]*", "");
    if (path.equals(PATH) || bindings.paths().containsKey(path)) {
      return path;
    }
    throw new Refusal(404, "No DNS is served by this path; the usual one is " + PATH + ".");
  }

  private static ByteBuffer message(Request request) throws Refusal {
    return switch (request.method()) {
      case "GET" -> fromTarget(request.target());
      case "POST" -> fromBody(request);
      default ->
          throw new Refusal(
              Response.text(405, "Send a query by GET with ?dns=, or by POST.")
                  .with("allow", METHODS));
    };
  }

  /** RFC 8484 §4.1: base64url, without padding (§6). */
  private static ByteBuffer fromTarget(String target) throws Refusal {
    var parts = target.split("\\?", 2);
    var given =
        Arrays.stream((parts.length == 2 ? parts[1] : "").split("&"))
            .filter(parameter -> parameter.startsWith(PARAMETER))
            .map(parameter -> parameter.substring(PARAMETER.length()))
            .toList();
    if (given.size() != 1) {
      throw new Refusal(400, "Give the query once, as ?dns= with the message in base64url.");
    }
    try {
      return ByteBuffer.wrap(Base64.getUrlDecoder().decode(given.getFirst()));
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "What dns= has is not base64url without padding (RFC 4648, 5).");
    }
  }

  private static ByteBuffer fromBody(Request request) throws Refusal {
    var type = request.contentType();
    var media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!media.equals(MESSAGE)) {
      throw new Refusal(415, "Send a DNS message, with the content type " + MESSAGE + ".");
    }
    return request.body();
  }

  /** The way back of one query. */
  private record HttpReply(Consumer<Response> back) implements Reply {
    @Override
    public void send(byte[] response) {
      // Its answers depend on who asks, so no cache that others use may keep them.
      var kept = "private, max-age=" + SmallestTtl.seconds(response);
      var headers = Map.of("content-type", MESSAGE, "cache-control", kept);
      back.accept(new Response(200, headers, ByteBuffer.wrap(response)));
    }

    @Override
    public void drop() {
      back.accept(Response.text(400, "The message is no DNS query (RFC 1035, 4)."));
    }
  }
}
