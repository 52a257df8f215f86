/**
 * Upstream resolvers: asking them over UDP and TCP, remembering their answers, skipping the dead.
 * Imports {@code codec} and what lies below it.
 */
@NullMarked
package io.postern.dns.forward;

import org.jspecify.annotations.NullMarked;
