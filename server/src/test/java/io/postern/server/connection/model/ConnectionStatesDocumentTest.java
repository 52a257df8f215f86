package io.postern.server.connection.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.connection.model.ConnectionCommand.ApplyLists;
import io.postern.server.connection.model.ConnectionCommand.Approve;
import io.postern.server.connection.model.ConnectionCommand.Disconnect;
import io.postern.server.connection.model.ConnectionCommand.Expire;
import io.postern.server.connection.model.ConnectionCommand.Reject;
import io.postern.server.connection.model.ConnectionCommand.Resubmit;
import io.postern.server.connection.model.ConnectionCommand.Resume;
import io.postern.server.connection.model.ConnectionCommand.Suspend;
import io.postern.server.connection.model.ConnectionState.Approved;
import io.postern.server.connection.model.ConnectionState.Disconnected;
import io.postern.server.connection.model.ConnectionState.Pending;
import io.postern.server.connection.model.ConnectionState.Rejected;
import io.postern.server.link.model.ConnectionPolicy.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Holds the table in docs/connection-states.md to the machine. {@code -Dgolden.write=true} writes
 * it anew.
 */
final class ConnectionStatesDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/connection-states.md");
  private static final String BEGIN = "<!-- the machine's table -->\n";
  private static final String END = "<!-- end of the table -->\n";
  private static final Instant NOW = Instant.EPOCH.plusSeconds(60);
  private static final Optional<Instant> OVER = Optional.of(NOW);

  @Test
  void theTableSaysWhatTheMachineDecides() throws IOException {
    var document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    if (Boolean.getBoolean("golden.write"))
      Files.writeString(DOCUMENT, document.substring(0, begin) + table() + document.substring(end));
    else assertEquals(table(), document.substring(begin, end));
  }

  private static Map<String, ConnectionState> states() {
    var states = new LinkedHashMap<String, ConnectionState>();
    states.put("Pending", new Pending(ActionCode.PROVIDER_APPROVAL_REQUIRED, OVER));
    states.put("Approved", new Approved(false, OVER));
    states.put("Approved, suspended", new Approved(true, OVER));
    states.put("Rejected", new Rejected(ActionCode.CONNECTION_REJECTED));
    states.put("Disconnected", new Disconnected(ActionCode.TARGET_DELETED));
    return states;
  }

  private static Map<String, ConnectionCommand> commands() {
    var commands = new LinkedHashMap<String, ConnectionCommand>();
    commands.put("approve", new Approve(Optional.empty(), false));
    commands.put("approve, rejection is final", new Approve(Optional.empty(), true));
    commands.put("reject", new Reject());
    commands.put("suspend", new Suspend());
    commands.put("resume", new Resume());
    commands.put("resubmit, admitted as Approved", new Resubmit(new Approved(false, OVER)));
    commands.put("lists reject", lists(Listing.REJECTED, false));
    commands.put("lists accept", lists(Listing.ACCEPTED, false));
    commands.put("lists accept, no room", lists(Listing.LIMIT_REACHED, false));
    commands.put("lists say nothing", lists(Listing.UNDECIDED, false));
    commands.put("lists reject, reconciling", lists(Listing.REJECTED, true));
    commands.put("lists accept, reconciling", lists(Listing.ACCEPTED, true));
    commands.put("lists accept, no room, reconciling", lists(Listing.LIMIT_REACHED, true));
    commands.put("delete the connection or the target", new Disconnect(ActionCode.TARGET_DELETED));
    commands.put("its time is over", new Expire());
    return commands;
  }

  private static ApplyLists lists(Listing listing, boolean reconcile) {
    return new ApplyLists(listing, reconcile, false, OVER);
  }

  private static String table() {
    var table = new StringBuilder("| |");
    for (var state : states().keySet()) table.append(' ').append(state).append(" |");
    table.append("\n|---|").append("---|".repeat(states().size())).append('\n');
    commands()
        .forEach((word, command) -> {
          table.append("| ").append(word).append(" |");
          for (var state : states().values())
            table
                .append(' ')
                .append(cell(ConnectionMachine.decide(state, command, NOW)))
                .append(" |");
          table.append('\n');
        });
    return table.toString();
  }

  private static String cell(Decision decision) {
    return switch (decision) {
      case Decision.Moved moved -> "→ " + word(moved.next());
      case Decision.Unchanged unchanged -> "no change";
      case Decision.Refused refused -> "`" + refused.error().problem().reason() + "`";
    };
  }

  private static String word(ConnectionState state) {
    var label = state.label().name();
    var name = label.charAt(0) + label.substring(1).toLowerCase(Locale.ROOT);
    return state.serves() ? name : name + " (`" + state.action() + "`)";
  }
}
