/**
 * The kinds of resources as the command line knows them: what each is called, which client reads it
 * and what a table shows of it. Imports {@code name} and {@code session}.
 */
@NullMarked
package io.postern.cli.noun;

import org.jspecify.annotations.NullMarked;
