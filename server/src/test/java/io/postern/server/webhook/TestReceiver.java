package io.postern.server.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A receiver of webhooks: an HTTP server that answers as it is told, and keeps what it was sent.
 */
final class TestReceiver implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  /** A port may be that of a receiver that is gone, which is posted to still; a path never is. */
  private static final AtomicInteger PATHS = new AtomicInteger();

  private final String path = "/hook-" + PATHS.incrementAndGet();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

  TestReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(path, this::serve);
    server.start();
  }

  /** What is answered once; 204 when nothing was said. */
  record Answer(int status, Map<String, String> headers) {}

  /** A request. */
  record Received(String path, Map<String, String> headers, String body) {
    String header(String name) {
      return Objects.requireNonNull(headers.get(name), name);
    }

    String id() {
      return header("webhook-id");
    }

    List<JsonNode> events() {
      var events = new ArrayList<JsonNode>();
      for (var event : JSON.readTree(body)) events.add(event);
      return events;
    }

    List<String> texts(String field) {
      return events().stream().map(event -> event.path(field).asString("")).toList();
    }

    /** Whether one of the signatures is that of a secret, as the specification has it. */
    boolean isSignedWith(String secret) throws Exception {
      var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      var signed = id() + "." + header("webhook-timestamp") + "." + body;
      var expected =
          "v1,"
              + Base64.getEncoder()
                  .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
      return Arrays.asList(header("webhook-signature").split(" ")).contains(expected);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var answer = answers.poll();
      if (answer == null) answer = new Answer(204, Map.of());
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(answer.status(), -1);
      received.add(new Received(exchange.getRequestURI().getPath(), headers, body));
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  void answer(int status) {
    answer(status, Map.of());
  }

  void answer(int status, Map<String, String> headers) {
    answers.add(new Answer(status, headers));
  }

  /** The next request there was. */
  Received next() throws InterruptedException {
    var next = received.poll(20, TimeUnit.SECONDS);
    if (next == null) throw new AssertionError("nothing was posted");
    return next;
  }

  /** The ids of all events up to one about a resource, in the order in which they came. */
  List<JsonNode> through(String subject) throws InterruptedException {
    var events = new ArrayList<JsonNode>();
    while (true) {
      for (var event : next().events()) {
        events.add(event);
        if (event.path("subject").asString("").equals(subject)) return events;
      }
    }
  }

  boolean isIdle() {
    return received.isEmpty();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
