package io.postern.server.connection.model;

import java.time.Instant;
import java.util.Optional;

/**
 * One move of a connection, as its journal keeps it.
 *
 * @param previous empty for the first one
 * @param reason the words of the actor
 */
public record Transition(
    Optional<ConnectionState.Label> previous,
    ConnectionState.Label state,
    boolean suspended,
    ActionCode action,
    Instant time,
    String actor,
    String reason) {}
