/** API tokens: what they are for, and what they look like. Pure. */
@NullMarked
package io.postern.server.identity.model;

import org.jspecify.annotations.NullMarked;
