/**
 * {@code postern apply}: a file that says what should exist, the difference to what does, and the
 * calls that make up for it. What a resource looks like is read from the descriptors of the API, so
 * that every field of every kind can be set and a new one needs nothing here.
 *
 * <p>The way through: {@link io.postern.cli.topology.TopologyReader} makes a {@link
 * io.postern.cli.topology.Topology} of the file, {@link io.postern.cli.topology.Planner} a {@link
 * io.postern.cli.topology.Plan} of it and of the server's answers, and {@link
 * io.postern.cli.topology.Rollout} makes the plan true.
 */
@NullMarked
package io.postern.cli.topology;

import org.jspecify.annotations.NullMarked;
