/**
 * The {@code postern} command: its main class and the list of its subcommands. Each subcommand, or
 * family of them, has a package of its own below; they share {@code session} and {@code print}, and
 * know nothing of each other. Nothing imports this package.
 */
@NullMarked
package io.postern.cli;

import org.jspecify.annotations.NullMarked;
