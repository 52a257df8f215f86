/**
 * The calls that say why: which checks a request or a connection met, and which steps a DNS name
 * took. Nothing is decided here. A feature carries out its own decision once more for {@link
 * io.postern.server.explain.EndpointDecisions}, and DNS answers the question itself; here the
 * traces are put in order and cut to what the caller may see. For an answer of the past, DNS
 * answers from what was stored then, and the audit says who caused it. Imports models, the store,
 * DNS's traces and what the audit shows of one write; features import only the interface they
 * answer.
 */
@NullMarked
package io.postern.server.explain;

import org.jspecify.annotations.NullMarked;
