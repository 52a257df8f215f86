/**
 * {@code postern demo}: the main job on a server of its own, from an empty database to DNS answers.
 * {@link io.postern.cli.demo.Story} says what happens; every line it prints is what the running
 * server answered, over gRPC and over DNS, and every line is checked.
 */
@NullMarked
package io.postern.cli.demo;

import org.jspecify.annotations.NullMarked;
