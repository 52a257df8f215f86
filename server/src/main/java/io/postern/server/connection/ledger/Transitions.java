package io.postern.server.connection.ledger;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.connection.model.Transition;
import io.postern.server.store.ReadTx.Entry;
import java.time.Instant;
import java.util.Optional;

/**
 * The line that a transition is in a connection's journal: its fields in one order, parted by tabs,
 * free text last.
 */
public final class Transitions {
  private static final int FIELDS = 7;

  private Transitions() {}

  static String line(Transition transition) {
    return String.join(
        "\t",
        transition.previous().map(Label::name).orElse(""),
        transition.state().name(),
        Boolean.toString(transition.suspended()),
        transition.action().name(),
        transition.time().toString(),
        transition.actor().replace('\t', ' '),
        transition.reason());
  }

  public static Transition parse(Entry entry) {
    var fields = entry.body().split("\t", FIELDS);
    return new Transition(
        fields[0].isEmpty() ? Optional.empty() : Optional.of(Label.valueOf(fields[0])),
        Label.valueOf(fields[1]),
        Boolean.parseBoolean(fields[2]),
        ActionCode.valueOf(fields[3]),
        Instant.parse(fields[4]),
        fields[5],
        fields[6]);
  }
}
