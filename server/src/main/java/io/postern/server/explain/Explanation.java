package io.postern.server.explain;

import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.kernel.Problem;
import io.postern.server.store.ReadTx.Entry;
import java.util.List;
import java.util.Optional;

/**
 * Why a connection stands where it stands, or a request would be told what it would be told.
 *
 * @param endpoint the name of the endpoint, as far as the request has one
 * @param connection empty for a request that was not made
 * @param state where the connection stands or would start; empty for a refused request
 * @param refusal of a request that was not made
 * @param steps every check, uncut
 * @param history oldest first
 */
record Explanation(
    String endpoint,
    Optional<Connection> connection,
    Optional<ConnectionState> state,
    Optional<Problem> refusal,
    List<Step> steps,
    List<Entry> history,
    Sight sight) {
  Explanation {
    steps = List.copyOf(steps);
    history = List.copyOf(history);
  }
}
