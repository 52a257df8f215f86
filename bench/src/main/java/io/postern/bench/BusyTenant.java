package io.postern.bench;

import io.postern.client.PosternClient;
import io.postern.client.error.PosternException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A tenant that calls as fast as it can over eight connections, half of it creates and half pages
 * of a list, from the line {@code go} on its input to the line {@code stop}.
 */
final class BusyTenant {
  private static final int CONNECTIONS = 8;
  private static final int PAGE = 100;

  private final List<PosternClient> clients = new ArrayList<>();
  private final int calls;
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicLong creates = new AtomicLong();
  private final AtomicLong pages = new AtomicLong();
  private volatile AtomicBoolean calling = new AtomicBoolean();

  private BusyTenant(int port, int calls) {
    this.calls = calls;
    for (int i = 0; i < CONNECTIONS; i++) clients.add(client(port, "bob@bench"));
  }

  /** Arguments: the server's port; calls under way on each connection. */
  public static void main(String[] args) throws Exception {
    new BusyTenant(Integer.parseInt(args[0]), Integer.parseInt(args[1])).obey();
  }

  static PosternClient client(int port, String principal) {
    var builder =
        PosternClient.builder()
            .address("127.0.0.1", port)
            .plaintext()
            .deadline(Duration.ofSeconds(60));
    return (principal.isEmpty() ? builder : builder.principal(principal)).build();
  }

  private void obey() throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long begun = 0;
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("go")) {
          begun = System.nanoTime();
          creates.set(0);
          pages.set(0);
          go(threads);
          System.out.println("gone");
        } else {
          calling.set(false);
          double seconds = (System.nanoTime() - begun) / 1e9;
          System.out.printf(
              "%,.0f creates and %,.0f pages%n", creates.get() / seconds, pages.get() / seconds);
        }
      }
    }
  }

  private void go(ExecutorService threads) {
    var now = new AtomicBoolean(true);
    calling = now;
    for (var client : clients) {
      for (int i = 0; i < calls; i++) {
        boolean creating = i % 2 == 0;
        threads.execute(() -> {
          while (now.get()) call(client, creating);
        });
      }
    }
  }

  private void call(PosternClient client, boolean creating) {
    try {
      if (creating) create(client);
      else list(client);
    } catch (PosternException e) {
      if (!e.isRetryable()) throw e;
    }
    (creating ? creates : pages).incrementAndGet();
  }

  private void create(PosternClient client) {
    int number = created.getAndIncrement();
    var _ =
        client
            .privateEndpoints()
            .create(Population.GROUP, Population.id(number), Population.wanted(number));
  }

  private static void list(PosternClient client) {
    var _ = client.privateEndpoints().listPage(Population.GROUP, PAGE, "");
  }
}
