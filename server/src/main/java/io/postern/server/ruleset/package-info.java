/** DNS forwarding rulesets as use cases and a service. */
@NullMarked
package io.postern.server.ruleset;

import org.jspecify.annotations.NullMarked;
