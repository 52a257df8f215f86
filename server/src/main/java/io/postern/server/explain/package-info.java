/**
 * The calls that say why: which checks a request or a connection met, and which steps a DNS name
 * took. Nothing is decided here. A feature carries out its own decision once more for {@link
 * io.postern.server.explain.EndpointDecisions}, and DNS answers the question itself; here the
 * traces are put in order and cut to what the caller may see. Imports models, the store and DNS's
 * traces; features import only the interface they answer.
 */
@NullMarked
package io.postern.server.explain;

import org.jspecify.annotations.NullMarked;
