/** Forwarding rulesets as values: rules, the servers they forward to, the networks they are for. */
@NullMarked
package io.postern.server.ruleset.model;

import org.jspecify.annotations.NullMarked;
