package io.postern.cli.watch;

import com.google.protobuf.Message;
import io.postern.cli.noun.LinkNouns;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.client.error.PosternException;
import io.postern.client.watch.WatchListener;
import io.postern.client.watch.WatchPosition;
import io.postern.v1.Change;
import io.postern.v1.ChangeType;
import io.postern.v1.ConnectionChange;
import io.postern.v1.ResourceKind;
import java.time.Duration;
import java.util.function.Function;

/**
 * Prints what a watch tells, change by change.
 *
 * @param <C> the message of a change
 */
final class ChangePrinter<C extends Message> implements WatchListener<C> {
  private final Session session;
  private final Ending ending;
  private final Function<C, ChangeLine> lines;
  private boolean isAway;
  private int nameWidth = ChangeLine.LEAST_NAME_WIDTH;

  private ChangePrinter(Session session, Ending ending, Function<C, ChangeLine> lines) {
    this.session = session;
    this.ending = ending;
    this.lines = lines;
  }

  static ChangePrinter<Change> ofResources(Session session, Ending ending) {
    return new ChangePrinter<>(session, ending, ChangePrinter::line);
  }

  static ChangePrinter<ConnectionChange> ofConnections(Session session, Ending ending) {
    return new ChangePrinter<>(session, ending, ChangePrinter::line);
  }

  private static ChangeLine line(Change change) {
    return new ChangeLine(
        change.getChangeTime(),
        change.getType(),
        change.getKind(),
        change.getName(),
        state(change),
        change.getActor(),
        change.getReason());
  }

  private static ChangeLine line(ConnectionChange change) {
    var connection = change.getConnection();
    return new ChangeLine(
        change.getChangeTime(),
        change.getType(),
        ResourceKind.RESOURCE_KIND_PRIVATE_ENDPOINT_CONNECTION,
        change.getName(),
        LinkNouns.state(connection.getState(), connection.getSuspended()),
        change.getActor(),
        change.getReason());
  }

  private static String state(Change change) {
    var resource = change.getResource();
    if (resource.hasPrivateEndpoint()) {
      var status = resource.getPrivateEndpoint().getConnectionStatus();
      return LinkNouns.state(status.getState(), status.getSuspended());
    }
    var connection = resource.getPrivateEndpointConnection();
    return LinkNouns.state(connection.getState(), connection.getSuspended());
  }

  @Override
  public void changed(C change) {
    var line = lines.apply(change);
    if (line.type() != ChangeType.CHANGE_TYPE_SNAPSHOT) ending.count();
    if (session.output() == OutputFormat.TABLE) {
      nameWidth = Math.max(nameWidth, line.shownName().length());
      session.out().println(line.text(nameWidth));
      session.out().flush();
    } else {
      new MessagePrinter(session.out(), session.output()).next(change);
    }
  }

  @Override
  public void reached(WatchPosition position) {
    if (isAway) say("the connection to " + session.server() + " is back; nothing is missed");
    isAway = false;
    ending.reached();
  }

  @Override
  public void interrupted(PosternException cause, Duration pause) {
    if (isAway) return;
    isAway = true;
    var lost = "the connection to " + session.server() + " is lost";
    // A reason is the word of a server; without one it is that of the network library.
    say((cause.reasonText().isEmpty() ? lost : cause.getMessage()) + "; trying until it is back");
  }

  private void say(String sentence) {
    session.err().println("postern: " + sentence);
    session.err().flush();
  }
}
