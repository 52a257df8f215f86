/** What the tests of the command line stand on. */
@NullMarked
package io.postern.cli.testing;

import org.jspecify.annotations.NullMarked;
