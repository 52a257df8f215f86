/**
 * Ways to print: aligned tables, JSON and YAML. Knows nothing of commands or kinds of resources.
 */
@NullMarked
package io.postern.cli.print;

import org.jspecify.annotations.NullMarked;
