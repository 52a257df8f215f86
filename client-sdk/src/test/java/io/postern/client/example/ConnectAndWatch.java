package io.postern.client.example;

import io.postern.client.PosternClient;
import io.postern.client.error.PosternException;
import io.postern.client.watch.ConnectionWatchSpec;
import io.postern.client.watch.WatchListener;
import io.postern.v1.ConnectionChange;
import io.postern.v1.ConnectionState;
import io.postern.v1.PrivateEndpointConnection;
import java.time.Duration;

/**
 * The owner of a service approves the requests of one subscription and prints what becomes of all.
 *
 * <p>The token is in the environment variable POSTERN_TOKEN. Arguments: the server, whom to act
 * for, the parent of the targets, and the beginning of the names of the private endpoints that are
 * welcome.
 */
public final class ConnectAndWatch {
  private ConnectAndWatch() {}

  public static void main(String... arguments) throws InterruptedException {
    if (arguments.length != 4) {
      System.err.println("Usage: ConnectAndWatch SERVER PRINCIPAL PARENT WELCOME");
      System.exit(2);
    }
    try (var client =
        PosternClient.builder()
            .target(arguments[0])
            .token(System.getenv().getOrDefault("POSTERN_TOKEN", ""))
            .principal(arguments[1])
            .build()) {
      var spec = ConnectionWatchSpec.ALL.withParent(arguments[2]);
      System.out.println("watching  " + arguments[2] + " until Ctrl-C");
      client.watchConnections(spec, new Doorkeeper(client, arguments[3])).await();
    } catch (PosternException e) {
      System.err.println(e.code() + " " + e.reasonText() + ": " + e.getMessage());
      System.exit(1);
    }
  }

  /** Lets in whom it knows. */
  private record Doorkeeper(PosternClient client, String welcome)
      implements WatchListener<ConnectionChange> {

    @Override
    public void changed(ConnectionChange change) {
      if (!change.hasConnection()) {
        System.out.println("gone      " + change.getName());
        return;
      }
      var connection = change.getConnection();
      System.out.printf("%-9s %s%n", word(connection.getState()), change.getName());
      if (connection.getState() == ConnectionState.CONNECTION_STATE_PENDING
          && connection.getPrivateEndpoint().startsWith(welcome)) {
        approve(connection);
      }
    }

    private void approve(PrivateEndpointConnection connection) {
      try {
        client.connections().approve(connection.getName(), "Welcome.");
      } catch (PosternException.NotFound | PosternException.FailedPrecondition e) {
        // Between the request and our answer it was withdrawn, or decided by somebody else.
        System.out.println("too late  " + connection.getName());
      }
    }

    @Override
    public void interrupted(PosternException cause, Duration pause) {
      System.out.printf("again in %d ms: %s%n", pause.toMillis(), cause.getMessage());
    }

    private static String word(ConnectionState state) {
      return state.name().replace("CONNECTION_STATE_", "").toLowerCase(java.util.Locale.ROOT);
    }
  }
}
