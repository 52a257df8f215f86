package io.postern.server.webhook;

import io.postern.server.config.ServerSettings;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Posts to receivers, none of which is trusted: no redirect is followed, no cookie kept, no more
 * read of an answer than its head and {@link #MOST_READ} octets, and a request that takes too long
 * as a whole is given up. Safe for use by many threads.
 */
final class Receivers implements AutoCloseable {
  /** What is read of the body of an answer, so that its connection can be used again. */
  static final int MOST_READ = 4096;

  private static final int MOST_HEADERS = 100;

  /** More than there are webhooks at once: one that is slow must not hold up another. */
  private static final int CONNECTIONS = 100_000;

  /** How long a connection is used, and so the address that was looked up for it. */
  private static final TimeValue KEPT = TimeValue.ofMinutes(1);

  private final Duration timeout;
  private final InstantSource clock;
  private final PublicAddresses addresses;
  private @Nullable CloseableHttpClient client;
  private final ExecutorService work =
      Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name("postern-webhook-post-", 0).factory());

  @Inject
  Receivers(ServerSettings settings, PublicAddresses addresses, InstantSource clock) {
    this.timeout = settings.webhooks().timeout();
    this.clock = clock;
    this.addresses = addresses;
  }

  /** Made for the first webhook: a server without any starts without it. */
  private synchronized CloseableHttpClient client() {
    var made = client;
    if (made == null) {
      made = client(Timeout.of(timeout), addresses);
      client = made;
    }
    return made;
  }

  private static CloseableHttpClient client(Timeout timeout, PublicAddresses addresses) {
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(addresses)
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(
                        Http1Config.custom()
                            .setMaxLineLength(MOST_READ)
                            .setMaxHeaderCount(MOST_HEADERS)
                            .setMaxEmptyLineCount(10)
                            .build())
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(timeout)
                    .setSocketTimeout(timeout)
                    .setTimeToLive(KEPT)
                    .build())
            .setMaxConnTotal(CONNECTIONS)
            .setMaxConnPerRoute(CONNECTIONS)
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(timeout).build())
        .setUserAgent("Postern")
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }

  /** Posts a body, once. */
  Outcome post(URI url, Map<String, String> headers, byte[] body) throws InterruptedException {
    var request = new HttpPost(url);
    headers.forEach(request::setHeader);
    request.setEntity(new ByteArrayEntity(body, null));
    var exchange = work.submit(() -> exchange(request));
    try {
      return exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      request.cancel();
      return Outcome.Failed.because(late());
    } catch (ExecutionException e) {
      return Outcome.Failed.because(sentence(e.getCause()));
    }
  }

  private Outcome exchange(HttpPost request) throws IOException {
    var response = client().executeOpen(null, request, HttpClientContext.create());
    try {
      if (!isRead(response.getEntity())) request.cancel();
      return outcome(response);
    } finally {
      discard(response);
    }
  }

  /** Whether the body was short enough to be read to its end; what is not read must not be. */
  private static boolean isRead(@Nullable HttpEntity body) {
    if (body == null) return true;
    try {
      return body.getContent().readNBytes(MOST_READ + 1).length <= MOST_READ;
    } catch (IOException e) {
      return false;
    }
  }

  private static void discard(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      // Its status is known, and that is all there was to know.
    }
  }

  private Outcome outcome(ClassicHttpResponse response) {
    int status = response.getCode();
    if (status >= HttpStatus.SC_OK && status < HttpStatus.SC_MULTIPLE_CHOICES)
      return new Outcome.Taken();
    if (status == HttpStatus.SC_GONE) return new Outcome.Gone();
    var header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    return new Outcome.Failed(
        status,
        "The receiver answered with HTTP status " + status + ".",
        header == null ? Optional.empty() : retryAfter(header.getValue()));
  }

  /** Seconds, or a date (RFC 9110 §10.2.3); anything else counts as not said. */
  private Optional<Duration> retryAfter(String text) {
    try {
      if (text.matches("[0-9]{1,9}")) return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(clock.instant(), date)).filter(Duration::isPositive);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private String late() {
    return "There was no answer within " + timeout.toMillis() + " ms.";
  }

  private String sentence(@Nullable Throwable why) {
    return switch (why) {
      case SocketTimeoutException _ -> late();
      case PublicAddresses.Refused refused -> String.valueOf(refused.getMessage());
      case UnknownHostException unknown -> "The host " + unknown.getMessage() + " is not known.";
      case null -> "The request failed.";
      default -> {
        var message = why.getMessage();
        yield why.getClass().getSimpleName() + (message == null ? "" : ": " + message);
      }
    };
  }

  /** Gives up all requests that are under way. */
  @Override
  public synchronized void close() {
    if (client != null) client.close(CloseMode.IMMEDIATE);
    work.shutdown();
  }
}
