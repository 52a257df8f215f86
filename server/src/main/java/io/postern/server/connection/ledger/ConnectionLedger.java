package io.postern.server.connection.ledger;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionCommand;
import io.postern.server.connection.model.ConnectionCommand.Disconnect;
import io.postern.server.connection.model.ConnectionMachine;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.connection.model.Decision;
import io.postern.server.connection.model.Transition;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.ConnectionSummary;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.WriteTx;
import java.util.Locale;
import java.util.Optional;

/**
 * Opens and moves connections: the connection, what its endpoint shows of it, and its journal
 * change together.
 */
public final class ConnectionLedger {
  private ConnectionLedger() {}

  /** Stores a new connection with the first line of its journal. */
  public static Connection open(
      WriteTx tx, RequestContext context, Connection connection, String reason) {
    var opened = tx.create(connection, "connection " + word(connection.state()));
    journal(tx, context, opened, Optional.empty(), reason);
    return opened;
  }

  /**
   * Moves a connection.
   *
   * @param words of whoever moves it: shown to both sides, and kept in the history
   */
  public static Connection move(
      WriteTx tx,
      RequestContext context,
      Connection connection,
      ConnectionCommand command,
      String words) {
    return move(tx, context, connection, command, words, words);
  }

  /**
   * Moves a connection whose history says something else than the connection itself, as when a
   * consumer asks again: its message goes into the history, and nobody has answered yet.
   *
   * @param description shown to both sides
   * @param why kept in the history
   * @return the connection as it is now; unchanged after a harmless repeat
   * @throws ControlException when its state does not allow the command
   */
  public static Connection move(
      WriteTx tx,
      RequestContext context,
      Connection connection,
      ConnectionCommand command,
      String description,
      String why) {
    var moved = step(tx, context, connection, command, description, why);
    if (connection.isApproved() && !moved.isApproved())
      Reconciliation.roomAppeared(tx, connection.target());
    return moved;
  }

  /** Moves one connection and looks at no other. */
  static Connection step(
      WriteTx tx,
      RequestContext context,
      Connection connection,
      ConnectionCommand command,
      String description,
      String why) {
    return switch (ConnectionMachine.decide(connection.state(), command, tx.now())) {
      case Decision.Unchanged unchanged -> connection;
      case Decision.Refused refused -> throw ControlException.of(refused.error());
      case Decision.Moved moved -> {
        var reason = "connection " + word(moved.next());
        var changed = tx.update(connection.moved(moved.next(), description), reason);
        tx.find(PrivateEndpoint.KIND, connection.endpoint())
            .ifPresent(endpoint -> tx.update(endpoint.withConnection(summary(changed)), reason));
        journal(tx, context, changed, Optional.of(connection.state().label()), why);
        yield changed;
      }
    };
  }

  /** Deletes a connection with its endpoint. Its link identifier rests. */
  public static void close(WriteTx tx, Connection connection, String why) {
    tx.delete(connection, why);
    tx.rest(
        Connection.linkIdentifierHold(connection.linkIdentifier()),
        tx.now().plus(Connection.LINK_IDENTIFIER_REST));
    if (connection.isApproved()) Reconciliation.roomAppeared(tx, connection.target());
  }

  /** Disconnects every connection of a target that goes away; there is room for nobody any more. */
  public static void disconnectAll(WriteTx tx, RequestContext context, ResourceName target) {
    for (var connection :
        tx.referrers(Connection.KIND, Connection.TARGET, target, Integer.MAX_VALUE)) {
      var words = "The target was deleted.";
      step(tx, context, connection, new Disconnect(ActionCode.TARGET_DELETED), words, words);
    }
  }

  /** What an endpoint shows of its connection. */
  public static ConnectionSummary summary(Connection connection) {
    var state = connection.state();
    return new ConnectionSummary(
        connection.name(),
        state.label(),
        connection.description(),
        state.action(),
        state.action() == ActionCode.SUSPENDED,
        connection.linkIdentifier());
  }

  private static void journal(
      WriteTx tx,
      RequestContext context,
      Connection connection,
      Optional<Label> previous,
      String reason) {
    var state = connection.state();
    var suspended = state.action() == ActionCode.SUSPENDED;
    var transition =
        new Transition(
            previous,
            state.label(),
            suspended,
            state.action(),
            tx.now(),
            context.principal().id(),
            reason);
    tx.append(connection.name(), Transitions.line(transition));
  }

  private static String word(ConnectionState state) {
    return state.action() == ActionCode.SUSPENDED
        ? "suspended"
        : state.label().name().toLowerCase(Locale.ROOT);
  }
}
